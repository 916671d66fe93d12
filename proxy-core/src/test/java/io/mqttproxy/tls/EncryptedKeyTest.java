package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Secret;
import io.mqttproxy.config.Source;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.KeyKind;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form in which an encrypted private key may stand in a file, and that it opens. */
class EncryptedKeyTest {

    private static final String PASSWORD = "s\u00E9same";
    private static final Secret SECRET = new Secret.Literal(PASSWORD);

    @TempDir
    private Path folder;

    private TestPki pki;

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryFormOfAKeyPlainAndEncrypted(KeyKind kind) throws ConfigException {
        // given
        TestCertificate bundle = pki.issuing().issue(CertificateSpec.server().key(kind));

        // when, then
        assertSame(bundle, read(bundle.keyFile(), null));
        assertSame(bundle, read(bundle.traditionalKeyFile(), null));
        assertSame(bundle, read(bundle.encryptedKeyFile(PASSWORD), SECRET));
        assertSame(bundle, read(bundle.encryptedTraditionalKeyFile("sesame"), new Secret.Literal("sesame")));
    }

    @Test
    void neverShowsThePasswordThatDoesNotOpenAKey() {
        // given
        TestCertificate bundle = pki.server();

        // when, then
        for (Path file : List.of(bundle.encryptedKeyFile("right"), bundle.encryptedTraditionalKeyFile("right"))) {
            assertThatThrownBy(() -> read(file, SECRET))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("the key does not open with keyPassword")
                    .hasMessageNotContaining(PASSWORD);
            assertThatThrownBy(() -> read(file, null))
                    .hasMessageContaining("the key is encrypted and no keyPassword is set");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v2 aes256", "-v2 aes128 -v2prf hmacWithSHA1", "-v2 des3", "-v1 PBE-SHA1-3DES", "-scrypt"})
    @RequiresProgram("openssl")
    void opensPkcs8AsOpensslEncryptsIt(String options) throws ConfigException {
        // given
        TestCertificate bundle = pki.server();
        Path encrypted = folder.resolve("encrypted.key");
        openssl("pkcs8 -topk8 -passout pass:sesame " + options, bundle.keyFile(), encrypted);

        // when, then
        assertSame(bundle, read(encrypted, new Secret.Literal("sesame")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-aes256", "-aes128", "-des3"})
    @RequiresProgram("openssl")
    void opensTheTraditionalFormAsOpensslEncryptsIt(String cipher) throws ConfigException {
        // given
        TestCertificate bundle = pki.server();
        Path encrypted = folder.resolve("encrypted.key");
        openssl("ec -passout pass:sesame " + cipher, bundle.keyFile(), encrypted);

        // when, then
        assertThat(encrypted).content().contains("Proc-Type: 4,ENCRYPTED");
        assertSame(bundle, read(encrypted, new Secret.Literal("sesame")));
    }

    private static void openssl(String command, Path in, Path out) {
        String line = command + " -in " + in + " -out " + out;
        ProgramResult result = RunningProgram.run(Duration.ofSeconds(20), "openssl", line.split(" "));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }

    /** The optional public key inside an EC key (RFC 5915 section 3) makes no other key of it. */
    private static void assertSame(TestCertificate bundle, PrivateKey read) {
        if (read instanceof ECPrivateKey ec && bundle.privateKey() instanceof ECPrivateKey expected) {
            assertThat(ec.getS()).isEqualTo(expected.getS());
            assertThat(ec.getParams().getOrder()).isEqualTo(expected.getParams().getOrder());
        } else {
            assertThat(read).isEqualTo(bundle.privateKey());
        }
    }

    private static PrivateKey read(Path file, @Nullable Secret password) throws ConfigException {
        return PrivateKeyReader.read(
                new FileRef(file, file.toString(), new Source("proxy.yaml", 1, 1, "keyFile")), password);
    }
}
