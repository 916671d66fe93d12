package io.mqttproxy.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestPkiTest {

    @TempDir
    private Path folder;

    private TestPki pki;

    @BeforeEach
    void makeAuthorities() {
        pki = TestPki.in(folder);
    }

    @Test
    void chainsFromTheServerOverTheIntermediateToTheRoot() throws Exception {
        TestCertificate server = pki.server();

        assertThat(server.chain()).hasSize(2);
        assertThat(server.certificate().getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        validate(server, pki.root());
    }

    @Test
    void aStrangersCertificateIsNotTrusted() {
        TestCertificate forged = pki.stranger().client("device-1");

        assertThatThrownBy(() -> validate(forged, pki.root())).isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void anExpiredCertificateIsNotTrusted() {
        TestCertificate old =
                pki.issuing().issue(CertificateSpec.client("device-1").expired());

        assertThatThrownBy(() -> validate(old, pki.root()))
                .isInstanceOf(CertPathValidatorException.class)
                .hasMessageContaining("validity check failed");
    }

    @ParameterizedTest
    @EnumSource
    @RequiresProgram("openssl")
    void opensslReadsEveryFormOfAKey(KeyKind kind) throws IOException {
        TestCertificate device = pki.issuing()
                .issue(CertificateSpec.client("device-1").uri("urn:device:1").key(kind));

        assertThat(publicKeyOf(device.keyFile())).startsWith("-----BEGIN PUBLIC KEY-----");
        assertThat(List.of(
                        publicKeyOf(device.traditionalKeyFile()),
                        publicKeyOf(device.encryptedKeyFile("secret")),
                        publicKeyOf(device.encryptedTraditionalKeyFile("secret"))))
                .containsOnly(publicKeyOf(device.keyFile()));
        assertThat(Files.readString(device.encryptedKeyFile("secret"))).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY");
        assertThat(Files.readString(device.encryptedTraditionalKeyFile("secret")))
                .contains("PRIVATE KEY-----", "Proc-Type: 4,ENCRYPTED");
    }

    private static String publicKeyOf(Path key) {
        return RunningProgram.run(
                        Duration.ofSeconds(10),
                        "openssl",
                        "pkey",
                        "-in",
                        key.toString(),
                        "-passin",
                        "pass:secret",
                        "-pubout")
                .stdout();
    }

    private static void validate(TestCertificate certificate, TestAuthority anchor) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor.certificate(), null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(certificate.chain()), parameters);
    }
}
