package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.Secret;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.KeyKind;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyReaderTest {

    private static final String PASSWORD = "pässword 密码";
    private static final Secret SECRET = new Secret.Literal(PASSWORD);
    private static final String WANTED =
            " (expected: a PEM file with one private key, PKCS#8 or OpenSSL's traditional form)";

    @TempDir
    private Path folder;

    private TestPki pki;

    @BeforeEach
    void makeAuthorities() {
        pki = TestPki.in(folder);
    }

    @ParameterizedTest
    @EnumSource
    void readsBothPlainForms(KeyKind kind) throws Exception {
        // given
        TestCertificate server = pki.issuing().issue(CertificateSpec.server().key(kind));

        for (Path file : List.of(server.keyFile(), server.traditionalKeyFile())) {
            // when
            PrivateKey key = read(file, null);

            // then
            assertThat(belongs(key, server)).as("%s", file.getFileName()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensTheEncryptedTraditionalForm(KeyKind kind) throws Exception {
        // given
        TestCertificate server = pki.issuing().issue(CertificateSpec.server().key(kind));

        // when
        PrivateKey key = read(server.encryptedTraditionalKeyFile("secret"), new Secret.Literal("secret"));

        // then
        assertThat(belongs(key, server)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void opensEncryptedPkcs8(KeyKind kind) throws Exception {
        // given
        TestCertificate server = pki.issuing().issue(CertificateSpec.server().key(kind));

        // when
        PrivateKey key = read(server.encryptedKeyFile(PASSWORD), SECRET);

        // then
        assertThat(belongs(key, server)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-v2 aes-256-cbc",
                "-v2 aes-128-cbc -v2prf hmacWithSHA512",
                "-v2 des3",
                "-scrypt",
            })
    @RequiresProgram("openssl")
    void opensWhatOpensslEncrypts(String encryption) throws Exception {
        // given
        TestCertificate server = pki.server();
        Path encrypted = folder.resolve("encrypted.pem");
        List<String> arguments = new ArrayList<>(List.of("pkcs8", "-topk8", "-passout", "pass:" + PASSWORD));
        arguments.addAll(List.of("-in", server.keyFile().toString(), "-out", encrypted.toString()));
        arguments.addAll(List.of(encryption.split(" ", -1)));
        openssl(arguments.toArray(new String[0]));

        // when
        PrivateKey key = read(encrypted, SECRET);

        // then
        assertThat(belongs(key, server)).isTrue();
    }

    @Test
    @RequiresProgram("openssl")
    void passesOverTheParametersThatOpensslWritesInFrontOfAKey() throws Exception {
        // given
        Path file = folder.resolve("ec.pem");
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", file.toString());
        assertThat(Files.readString(file)).startsWith("-----BEGIN EC PARAMETERS");

        // when
        PrivateKey key = read(file, null);

        // then
        assertThat(key.getAlgorithm()).isEqualTo("EC");
    }

    @ParameterizedTest
    @CsvSource({"ED25519, EdDSA", "ED448, EdDSA", "RSA-PSS, RSASSA-PSS"})
    @RequiresProgram("openssl")
    void readsTheYoungerKindsOfKey(String kind, String algorithm) throws Exception {
        // given
        Path file = folder.resolve("young.pem");
        openssl("genpkey", "-algorithm", kind, "-out", file.toString());

        // when
        PrivateKey key = read(file, null);

        // then
        assertThat(key.getAlgorithm()).isEqualTo(algorithm);
    }

    @Test
    void readsTheKeyBehindACertificateInOneFile() throws Exception {
        // given
        TestCertificate server = pki.server();
        Path both = folder.resolve("both.pem");
        Files.writeString(both, Files.readString(server.certFile()) + Files.readString(server.keyFile()));

        // when
        PrivateKey key = read(both, null);

        // then
        assertThat(belongs(key, server)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksForThePasswordOfAnEncryptedKey(boolean traditional) {
        // given
        TestCertificate server = pki.server();
        Path file = traditional ? server.encryptedTraditionalKeyFile("x") : server.encryptedKeyFile("x");

        // then
        refuses(
                file,
                null,
                "the key is encrypted and no keyPassword is set: ",
                " (expected: keyPassword beside keyFile)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysThatThePasswordIsWrongWithoutSayingIt(boolean traditional) {
        // given
        TestCertificate server = pki.server();
        Path file = traditional ? server.encryptedTraditionalKeyFile("right") : server.encryptedKeyFile("right");

        // then
        refuses(file, SECRET, "the key does not open with keyPassword: ", " (expected: the key's password)");
    }

    @Test
    void saysThatThePasswordFileIsEmpty() throws IOException {
        // given
        Path password = Files.createFile(folder.resolve("password.txt"));
        Path key = pki.server().encryptedKeyFile("right");

        // then
        refuses(
                key,
                new Secret.FromFile(Sections.file("keyPassword", password)),
                "keyPassword cannot be read: password.txt: empty (expected: a secret of 1 to 65535 bytes): ",
                " (expected: a password)");
    }

    @Test
    void takesThePasswordFromAFileWithALineEnd() throws Exception {
        // given
        Path password = Files.writeString(folder.resolve("password.txt"), "secret\r\n");
        TestCertificate server = pki.server();

        // when
        PrivateKey key = read(
                server.encryptedTraditionalKeyFile("secret"),
                new Secret.FromFile(Sections.file("keyPassword", password)));

        // then
        assertThat(belongs(key, server)).isTrue();
    }

    @Test
    void refusesAFileWithoutAKey() {
        refuses(pki.server().certFile(), null, "no private key in the file: ", WANTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "not a key at all\n"})
    void refusesAFileThatHoldsNothing(String content) throws IOException {
        refuses(
                Files.writeString(folder.resolve("nothing.pem"), content),
                null,
                "no private key in the file: ",
                WANTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMGByqGSM49AgEG\n", // cut short, as by a full disk
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
            })
    void refusesADamagedKey(String content) throws IOException {
        refuses(Files.writeString(folder.resolve("damaged.pem"), content), null, "damaged PEM: ", WANTED);
    }

    @Test
    void refusesDer() throws IOException {
        Path der =
                Files.write(folder.resolve("key.der"), pki.server().privateKey().getEncoded());

        refuses(der, null, "not a text file; DER is not read: ", WANTED);
    }

    @Test
    void refusesAFolder() throws IOException {
        Path subfolder = Files.createDirectory(folder.resolve("folder"));

        refuses(subfolder, null, "cannot be read: IOException: ", WANTED);
    }

    private static void refuses(Path file, @Nullable Secret password, String what, String expected) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(file, password))
                .withMessage("proxy.yaml:12:7 keyFile: " + what + file.getFileName() + expected);
    }

    private static PrivateKey read(Path file, @Nullable Secret password) throws ConfigException {
        return PrivateKeyReader.read(Sections.file("keyFile", file), password);
    }

    private static boolean belongs(PrivateKey key, TestCertificate certificate) throws Exception {
        byte[] text = "to be signed".getBytes(StandardCharsets.US_ASCII);
        Signature signature =
                Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.certificate());
        signature.update(text);
        return signature.verify(signed);
    }

    private static void openssl(String... arguments) {
        assertThat(RunningProgram.run(Duration.ofSeconds(20), "openssl", arguments)
                        .exitCode())
                .isZero();
    }
}
