package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.KeyKind;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as OpenSSL writes them, which is what receivers of PROXY headers know. */
class ServedCertificateTest {
    @TempDir
    private Path folder;

    @Test
    void namesAnEllipticCurveByItsSizeAndTheOnlySchemeThatItHas() {
        ServedCertificate served = served(KeyKind.EC_P256);

        assertThat(served.keyAlgorithm()).isEqualTo("EC256");
        assertThat(served.signatureAlgorithm()).isEqualTo("ecdsa-with-SHA256");
        assertThat(served.signatureScheme(tls("TLSv1.3", false))).isEqualTo("ecdsa_secp256r1_sha256");
    }

    @Test
    void namesAnRsaKeyByItsSizeAndNoSchemeBecauseThereAreMore() {
        ServedCertificate served = served(KeyKind.RSA_2048);

        assertThat(served.keyAlgorithm()).isEqualTo("RSA2048");
        assertThat(served.signatureScheme(tls("TLSv1.3", false))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, false", "TLSv1.3, true", "TLSv1.2, true"})
    void knowsNoSchemeWhereThereWasAChoiceOrNoSignature(String version, boolean resumed) {
        assertThat(served(KeyKind.EC_P256).signatureScheme(tls(version, resumed)))
                .isNull();
    }

    private ServedCertificate served(KeyKind kind) {
        return new ServedCertificate(TestPki.in(folder)
                .root()
                .issue(CertificateSpec.server().key(kind))
                .certificate());
    }

    private static TlsSession tls(String version, boolean resumed) {
        return new TlsSession(version, "ABC", null, null, resumed, NoIdentity.INSTANCE, List.of());
    }
}
