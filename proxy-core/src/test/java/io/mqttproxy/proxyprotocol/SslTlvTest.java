package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Headers.encode;
import static io.mqttproxy.proxyprotocol.Headers.v2;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SslTlvTest {
    /** Signature to ports. */
    private static final int FIXED_LENGTH = 28;

    private static final String VERSION = "21" + "0007" + "544c5376312e32"; // PP2_SUBTYPE_SSL_VERSION "TLSv1.2"
    private static final String CN = "22" + "0003" + "646576"; // PP2_SUBTYPE_SSL_CN "dev"
    private static final String CIPHER = "23" + "0003" + "414243"; // PP2_SUBTYPE_SSL_CIPHER "ABC"

    @Test
    void aFullHandshakeWithAVerifiedCertificate() throws Exception {
        assertThat(sslTlv(true, false, "dev"))
                .isEqualTo("20" + "001b" // PP2_TYPE_SSL, length
                        + "07" // client: SSL, CERT_CONN, CERT_SESS
                        + "00000000" // verify: verified
                        + VERSION
                        + CN
                        + CIPHER);
    }

    @Test
    void aResumedSessionWithAVerifiedCertificate() throws Exception {
        assertThat(sslTlv(true, true, "dev"))
                .isEqualTo("20" + "001b" // PP2_TYPE_SSL, length
                        + "05" // client: SSL, CERT_SESS
                        + "00000000" // verify: verified
                        + VERSION
                        + CN
                        + CIPHER);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "")
    void aVerifiedCertificateWithoutACommonName(@Nullable String commonName) throws Exception {
        assertThat(sslTlv(true, false, commonName))
                .isEqualTo("20" + "0015" // PP2_TYPE_SSL, length
                        + "07" // client: SSL, CERT_CONN, CERT_SESS
                        + "00000000" // verify: verified
                        + VERSION
                        + CIPHER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noCertificate(boolean resumed) throws Exception {
        assertThat(sslTlv(false, resumed, null))
                .isEqualTo("20" + "0015" // PP2_TYPE_SSL, length
                        + "01" // client: SSL
                        + "00000001" // verify: not verified
                        + VERSION
                        + CIPHER);
    }

    @Test
    void aCommonNameThatNobodyVerifiedIsToldToNobody() throws Exception {
        assertThat(sslTlv(false, false, "admin")).isEqualTo(sslTlv(false, false, null));
    }

    @Test
    void aCommonNameThatIsToldToNobodyCannotBeRefusedEither() throws Exception {
        assertThat(sslTlv(false, false, "a\u0000b")).isEqualTo(sslTlv(false, false, null));
    }

    @Test
    void nothingAtAllWithoutTls() throws Exception {
        assertThat(encode(v2(Tlv.SSL), Headers.withTls(null))).hasSize(FIXED_LENGTH);
    }

    private static String sslTlv(boolean verified, boolean resumed, @Nullable String commonName)
            throws ProxyHeaderException {
        byte[] header =
                encode(v2(Tlv.SSL), Headers.withTls(new TlsFacts("TLSv1.2", "ABC", verified, resumed, commonName)));
        return HexFormat.of().formatHex(header, FIXED_LENGTH, header.length);
    }
}
