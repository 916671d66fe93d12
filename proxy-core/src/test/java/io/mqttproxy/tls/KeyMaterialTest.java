package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.Managed;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.KeyKind;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMaterialTest {

    private static final String CERTIFICATES = " (expected: a PEM file with at least one certificate)";

    @TempDir
    private Path folder;

    private TestPki pki;
    private TestCertificate server;

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
        server = pki.server();
    }

    @ParameterizedTest
    @EnumSource
    void loadsAChainWithItsKey(KeyKind kind) throws Exception {
        // given
        TestCertificate made = pki.issuing().issue(CertificateSpec.server().key(kind));

        // when
        KeyMaterial material = load(made.certFile(), made.keyFile());

        // then
        assertThat(material.name()).isEqualTo("server");
        assertThat(material.chain()).isEqualTo(made.chain());
        assertThat(material.key()).isEqualTo(made.privateKey());
    }

    @Test
    void neverShowsTheKey() throws Exception {
        assertThat(load(server.certFile(), server.keyFile())).hasToString("KeyMaterial[server]");
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() {
        Path other = pki.server().keyFile();

        refuses(
                server.certFile(),
                other,
                "keyFile: the key does not belong to " + name(server.certFile()) + ": " + name(other)
                        + " (expected: the private key of the first certificate in certFile)");
    }

    @Test
    void refusesAKeyOfAnotherKind() {
        Path rsa = pki.issuing()
                .issue(CertificateSpec.server().key(KeyKind.RSA_2048))
                .keyFile();

        refuses(
                server.certFile(),
                rsa,
                "keyFile: the key does not belong to " + name(server.certFile()) + ": " + name(rsa)
                        + " (expected: the private key of the first certificate in certFile)");
    }

    @Test
    void refusesAFileThatBeginsWithTheIntermediate() throws IOException {
        // given
        Path reversed = concatenate(pki.issuing().certFile(), server.leafOnlyFile());

        // then
        refuses(
                reversed,
                server.keyFile(),
                "certFile: the certificate of the key is number 2 in the file: " + name(reversed)
                        + " (expected: the server's certificate first, then intermediates)");
    }

    @Test
    void refusesACertificateThatDidNotIssueTheOneAboveIt() throws IOException {
        // given
        Path mixed = concatenate(server.leafOnlyFile(), pki.stranger().certFile());

        // then
        refuses(
                mixed,
                server.keyFile(),
                "certFile: certificate 2 did not issue certificate 1: " + name(mixed)
                        + " (expected: the server's certificate first, then each one's issuer)");
    }

    @Test
    void refusesTheSameCertificateTwice() throws IOException {
        // given
        Path twice = concatenate(server.leafOnlyFile(), server.certFile());

        // then
        refuses(
                twice,
                server.keyFile(),
                "certFile: certificate 2 did not issue certificate 1: " + name(twice)
                        + " (expected: the server's certificate first, then each one's issuer)");
    }

    @Test
    void takesAChainThatGoesUpToTheRoot() throws Exception {
        // given
        Path whole = concatenate(server.certFile(), pki.caFile());

        // when
        KeyMaterial material = load(whole, server.keyFile());

        // then
        assertThat(material.chain()).hasSize(3).endsWith(pki.root().certificate());
    }

    @Test
    void takesACertificateInItsLastSecondAndNoLater() throws Exception {
        // given
        Instant end = server.certificate().getNotAfter().toInstant();
        CertificateConfig bundle = Sections.bundle(server.certFile(), server.keyFile(), null);

        // then
        assertThat(KeyMaterial.load(bundle, InstantSource.fixed(end)).chain()).isNotEmpty();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> KeyMaterial.load(bundle, InstantSource.fixed(end.plusMillis(1))))
                .withMessage("proxy.yaml:12:7 certFile: the certificate expired on " + end + ": "
                        + name(server.certFile()) + " (expected: a certificate that is valid now)");
    }

    @Test
    void keepsAnExpiredCertificateThatWasUploaded() throws Exception {
        // given
        InstantSource later = InstantSource.fixed(
                server.certificate().getNotAfter().toInstant().plusSeconds(1));
        CertificateConfig file = Sections.bundle(server.certFile(), server.keyFile(), null);
        CertificateConfig uploaded =
                new CertificateConfig(file.name(), file.keys(), file.source(), new Managed(List.of(), List.of(), null));

        // then
        assertThat(KeyMaterial.load(uploaded, later).leaf()).isEqualTo(server.certificate());
    }

    @Test
    void keepsAnExpiredCertificateThatServesAlready() throws Exception {
        // given
        InstantSource later = InstantSource.fixed(
                server.certificate().getNotAfter().toInstant().plusSeconds(1));
        CertificateConfig bundle = Sections.bundle(server.certFile(), server.keyFile(), null);

        // then
        assertThat(KeyMaterial.load(bundle, later, server.certificate()).leaf()).isEqualTo(server.certificate());
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> KeyMaterial.load(bundle, later, pki.server().certificate()));
    }

    @Test
    void refusesACertificateThatIsNotYetValid() {
        TestCertificate early = pki.issuing().issue(CertificateSpec.server().notYetValid());

        refuses(
                early.certFile(),
                early.keyFile(),
                "certFile: the certificate is valid only from "
                        + early.certificate().getNotBefore().toInstant() + ": " + name(early.certFile())
                        + " (expected: a certificate that is valid now; check this machine's clock)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate here\n"})
    void refusesAFileThatHoldsNothing(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("nothing.pem"), content);

        refuses(file, server.keyFile(), "certFile: no certificate in the file: nothing.pem" + CERTIFICATES);
    }

    @Test
    void refusesAKeyWhereTheCertificateShouldBe() {
        Path key = server.keyFile();

        refuses(key, key, "certFile: no certificate in the file: " + name(key) + CERTIFICATES);
    }

    @Test
    void refusesADamagedCertificate() throws IOException {
        // given one without the greater part of its text
        String pem = Files.readString(server.leafOnlyFile());
        Path file = Files.writeString(
                folder.resolve("cut.pem"), pem.substring(0, 40) + "\n" + pem.substring(pem.lastIndexOf("-----END")));

        // then
        refuses(file, server.keyFile(), "certFile: damaged PEM: cut.pem" + CERTIFICATES);
    }

    @Test
    void refusesDer() throws Exception {
        Path der =
                Files.write(folder.resolve("server.der"), server.certificate().getEncoded());

        refuses(der, server.keyFile(), "certFile: not a text file; DER is not read: server.der" + CERTIFICATES);
    }

    @Test
    void refusesAFolder() throws IOException {
        Path subfolder = Files.createDirectory(folder.resolve("folder"));

        refuses(subfolder, server.keyFile(), "certFile: cannot be read: IOException: folder" + CERTIFICATES);
    }

    private void refuses(Path certFile, Path keyFile, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(certFile, keyFile))
                .withMessage("proxy.yaml:12:7 " + message);
    }

    private static KeyMaterial load(Path certFile, Path keyFile) throws ConfigException {
        return KeyMaterial.load(Sections.bundle(certFile, keyFile, null), InstantSource.system());
    }

    private Path concatenate(Path first, Path second) throws IOException {
        return Files.writeString(folder.resolve("joined.pem"), Files.readString(first) + Files.readString(second));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
