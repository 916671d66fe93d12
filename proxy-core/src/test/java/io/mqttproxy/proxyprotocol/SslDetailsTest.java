package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Headers.encode;
import static io.mqttproxy.proxyprotocol.Headers.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fields of TLS that are asked for one by one. */
class SslDetailsTest {
    /** Signature to ports. */
    private static final int FIXED_LENGTH = 28;

    private static final String VERIFIED = "07" + "00000000"; // client: SSL, CERT_CONN, CERT_SESS; verify: verified
    private static final String VERSION = "21" + "0007" + "544c5376312e32"; // PP2_SUBTYPE_SSL_VERSION "TLSv1.2"

    @Test
    void onlyTheVersion() throws Exception {
        assertThat(sslTlv(device("dev"), Tlv.SSL_VERSION)).isEqualTo("20" + "000f" + VERIFIED + VERSION);
    }

    @Test
    void theVersionComesWithEveryOtherOne() throws Exception {
        assertThat(sslTlv(device("dev"), Tlv.SSL_CIPHER))
                .isEqualTo("20" + "0015" + VERIFIED + VERSION + "23" + "0003" + "414243"); // PP2_SUBTYPE_SSL_CIPHER
    }

    @Test
    void allOfThemInHaproxysOrder() throws Exception {
        Tlv[] all = {
            Tlv.SSL_CLIENT_CERT,
            Tlv.SSL_SIG_SCHEME,
            Tlv.SSL_GROUP,
            Tlv.SSL_SIG_ALG,
            Tlv.SSL_KEY_ALG,
            Tlv.SSL_CN,
            Tlv.SSL
        };

        assertThat(sslTlv(device("dev"), all))
                .isEqualTo("20" + "0048" // PP2_TYPE_SSL, length
                        + VERIFIED
                        + VERSION
                        + "22" + "0003" + "646576" // PP2_SUBTYPE_SSL_CN "dev"
                        + "25" + "0005" + "4543323536" // PP2_SUBTYPE_SSL_KEY_ALG "EC256"
                        + "24" + "000a" + "5253412d534841323536" // PP2_SUBTYPE_SSL_SIG_ALG "RSA-SHA256"
                        + "23" + "0003" + "414243" // PP2_SUBTYPE_SSL_CIPHER "ABC"
                        + "26" + "0006" + "783235353139" // PP2_SUBTYPE_SSL_GROUP "x25519"
                        + "27" + "0007" + "65643235353139" // PP2_SUBTYPE_SSL_SIG_SCHEME "ed25519"
                        + "28" + "0002" + "3000"); // PP2_SUBTYPE_SSL_CLIENT_CERT
    }

    @Test
    void plainSslMeansWhatItAlwaysMeant() throws Exception {
        TlsFacts bare = new TlsFacts("TLSv1.2", "ABC", true, false, "dev");

        assertThat(sslTlv(device("dev"), Tlv.SSL)).isEqualTo(sslTlv(bare, Tlv.SSL));
    }

    @ParameterizedTest
    @EnumSource(
            value = Tlv.class,
            names = {"SSL_VERSION", "SSL_CIPHER", "SSL_SIG_ALG", "SSL_KEY_ALG", "SSL_GROUP", "SSL_SIG_SCHEME"})
    void nothingAtAllWithoutTls(Tlv tlv) throws Exception {
        assertThat(sslTlv(null, tlv)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Tlv.class,
            names = {"SSL_SIG_ALG", "SSL_KEY_ALG", "SSL_GROUP", "SSL_SIG_SCHEME"})
    void whatIsNotKnownIsLeftOut(Tlv tlv) throws Exception {
        TlsFacts bare = new TlsFacts("TLSv1.2", "ABC", true, false, "dev");

        assertThat(sslTlv(bare, tlv)).isEqualTo("20" + "000f" + VERIFIED + VERSION);
    }

    @Test
    void anIdentityThatWasAskedForByNameIsNeverLeftOut() {
        TlsFacts nameless = device(null);
        TlsFacts unverified = new TlsFacts("TLSv1.2", "ABC", false, false, "dev", HandshakeDetails.NONE, der());

        assertRefused(null, Tlv.SSL_CN, "common name of the client's certificate", "ssl.cn");
        assertRefused(nameless, Tlv.SSL_CN, "common name of the client's certificate", "ssl.cn");
        assertRefused(unverified, Tlv.SSL_CN, "common name of the client's certificate", "ssl.cn");
        assertRefused(null, Tlv.SSL_CLIENT_CERT, "client's certificate", "ssl.client-cert");
        assertRefused(unverified, Tlv.SSL_CLIENT_CERT, "client's certificate", "ssl.client-cert");
    }

    @Test
    void aCertificateLiftsTheLimitAndHasOneOfItsOwn() throws Exception {
        TlsFacts large =
                new TlsFacts("TLSv1.2", "ABC", true, false, "dev", HandshakeDetails.NONE, ByteBuffer.allocate(4_000));
        TlsFacts tooLarge =
                new TlsFacts("TLSv1.2", "ABC", true, false, "dev", HandshakeDetails.NONE, ByteBuffer.allocate(17_000));

        assertThat(encode(v2(Tlv.SSL_CLIENT_CERT), Headers.withTls(large)))
                .hasSize(FIXED_LENGTH + 3 + 5 + 10 + 3 + 4_000);
        assertThatExceptionOfType(ProxyHeaderException.class)
                .isThrownBy(() -> encode(v2(Tlv.SSL_CLIENT_CERT), Headers.withTls(tooLarge)))
                .withMessage("PROXY header: 17033 bytes after its prefix, of which the client's certificate takes 17000"
                        + " (expected: at most 16384; the backend would close the connection)");
    }

    @Test
    void theCertificateIsNotUsedUp() throws Exception {
        ProxyHeader header = Headers.withTls(device("dev"));
        ProxyHeaderEncoder encoder = v2(Tlv.SSL_CLIENT_CERT);

        assertThat(encode(encoder, header)).isEqualTo(encode(encoder, header));
    }

    @Test
    void nothingElseRefusesAClientThatLacksIt() throws Exception {
        TlsFacts bare = new TlsFacts("TLSv1.2", "ABC", false, false, null);
        for (Tlv tlv : Tlv.values()) {
            if (tlv.required()) {
                assertThatExceptionOfType(ProxyHeaderException.class).isThrownBy(() -> sslTlv(bare, tlv));
            } else {
                assertThat(encode(v2(tlv), Headers.withTls(bare))).hasSizeGreaterThanOrEqualTo(FIXED_LENGTH);
            }
        }
    }

    private static TlsFacts device(@Nullable String commonName) {
        HandshakeDetails details = new HandshakeDetails("RSA-SHA256", "EC256", "x25519", "ed25519");
        return new TlsFacts("TLSv1.2", "ABC", true, false, commonName, details, der());
    }

    /** An empty SEQUENCE. */
    private static ByteBuffer der() {
        return ByteBuffer.wrap(new byte[] {0x30, 0x00});
    }

    private static String sslTlv(@Nullable TlsFacts tls, Tlv... tlvs) throws ProxyHeaderException {
        byte[] header = encode(v2(tlvs), Headers.withTls(tls));
        return HexFormat.of().formatHex(header, FIXED_LENGTH, header.length);
    }

    private static void assertRefused(@Nullable TlsFacts tls, Tlv tlv, String what, String name) {
        assertThatExceptionOfType(ProxyHeaderException.class)
                .isThrownBy(() -> sslTlv(tls, tlv))
                .withMessage(what + ": none that was verified (expected: one, because tlvs has " + name + ")")
                .satisfies(e ->
                        assertThat(Objects.requireNonNull(e).getStackTrace()).isEmpty());
    }
}
