package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.KeySource;
import io.mqttproxy.config.Secret;
import io.mqttproxy.config.Source;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.KeyKind;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoreBundleTest {

    private static final String PASSWORD = "p4ss word";
    private static final String STORE = " (expected: a PKCS#12 or JKS key store)";

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
    @ValueSource(strings = {"PKCS12", "JKS"})
    void loadsAChainWithItsKeyWhateverTheFileIsCalled(String type) throws Exception {
        // given
        Path file = write(store(type, "server", server, server.chain()), "bundle.dat");

        // when
        KeyMaterial material = load(file, PASSWORD, null);

        // then
        assertThat(material.key()).isEqualTo(server.privateKey());
        assertThat(material.chain()).isEqualTo(server.chain());
        assertThat(material).hasToString("KeyMaterial[acme/server]");
    }

    @ParameterizedTest
    @EnumSource
    @RequiresProgram("openssl")
    void loadsWhatOpensslExports(KeyKind kind) throws Exception {
        // given
        TestCertificate made = pki.issuing().issue(CertificateSpec.server().key(kind));
        Path file = folder.resolve("server.p12");
        openssl(
                "pkcs12",
                "-export",
                "-in",
                made.certFile().toString(),
                "-inkey",
                made.keyFile().toString(),
                "-out",
                file.toString(),
                "-passout",
                "pass:secret");

        // when
        KeyMaterial material = load(file, "secret", null);

        // then
        assertThat(material.key()).isEqualTo(made.privateKey());
        assertThat(material.chain()).isEqualTo(made.chain());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void takesTheEntryThatTheAliasNames(String type) throws Exception {
        // given
        TestCertificate other = pki.server();
        KeyStore store = store(type, "one", server, server.chain());
        add(store, "two", other, other.chain());

        // when
        KeyMaterial material = load(write(store, "two.store"), PASSWORD, "two");

        // then
        assertThat(material.key()).isEqualTo(other.privateKey());
    }

    @Test
    void passesOverEntriesThatAreOnlyTrusted() throws Exception {
        // given
        KeyStore store = store("PKCS12", "server", server, server.chain());
        store.setCertificateEntry("ca", pki.root().certificate());

        // when
        KeyMaterial material = load(write(store, "with-ca.p12"), PASSWORD, null);

        // then the JDK has put the root at the end of the chain
        assertThat(material.chain())
                .startsWith(server.chain().toArray(new X509Certificate[0]))
                .endsWith(pki.root().certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void refusesAWrongPassword(String type) throws Exception {
        Path file = write(store(type, "server", server, server.chain()), "server.store");

        refuses(
                file,
                "wrong",
                null,
                "the key store does not open with storePassword: server.store" + " (expected: the store's password)");
    }

    @Test
    void saysThatPkcs12TakesNoPasswordBeyondAscii() throws Exception {
        Path file = write(store("PKCS12", "server", server, server.chain()), "server.p12");

        refuses(
                file,
                "w\u00f6rd",
                null,
                "storePassword has characters beyond ASCII: server.p12"
                        + " (expected: for PKCS#12 a password of ASCII characters)");
    }

    @Test
    void refusesAKeyWithAPasswordOfItsOwn() throws Exception {
        // given JKS, which allows for that
        KeyStore store = store("JKS", "other", pki.server(), server.chain());
        store.deleteEntry("other");
        store.setKeyEntry("server", server.privateKey(), "another".toCharArray(), array(server.chain()));

        // then
        refuses(
                write(store, "server.jks"),
                PASSWORD,
                null,
                "the key server does not open with storePassword: server.jks"
                        + " (expected: the same password for the key as for the store)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void refusesToChooseAmongSeveralKeysAndListsThem(String type) throws Exception {
        // given
        KeyStore store = store(type, "two", server, server.chain());
        add(store, "one", server, server.chain());
        Path file = write(store, "two.store");

        // then
        refuses(
                file,
                PASSWORD,
                null,
                "2 private keys in the key store: two.store (expected: storeAlias, one of one, two)");
        refuses(
                file,
                PASSWORD,
                "three",
                "no private key under the alias three: two.store (expected: storeAlias, one of one, two)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void refusesAStoreWithoutAKey(String type) throws Exception {
        // given
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setCertificateEntry("ca", pki.root().certificate());

        // then
        refuses(
                write(store, "ca.store"),
                PASSWORD,
                null,
                "no private key in the key store: ca.store (expected: a key with its certificates)");
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws Exception {
        Path file = write(store("JKS", "server", pki.server(), server.chain()), "mixed.jks");

        refuses(
                file,
                PASSWORD,
                null,
                "the key does not belong to the certificate beside it: mixed.jks"
                        + " (expected: the private key of the first certificate)");
    }

    @Test
    void refusesAChainInTheWrongOrder() throws Exception {
        // given
        List<X509Certificate> reversed = new ArrayList<>(server.chain());
        Collections.reverse(reversed);

        // then
        refuses(
                write(store("JKS", "server", server, reversed), "reversed.jks"),
                PASSWORD,
                null,
                "the certificate of the key is number 2 in the file: reversed.jks"
                        + " (expected: the server's certificate first, then intermediates)");
    }

    @Test
    void refusesAnExpiredCertificate() throws Exception {
        // given
        TestCertificate old = pki.issuing().issue(CertificateSpec.server().expired());

        // then
        refuses(
                write(store("PKCS12", "server", old, old.chain()), "old.p12"),
                PASSWORD,
                null,
                "the certificate expired on " + old.certificate().getNotAfter().toInstant()
                        + ": old.p12 (expected: a certificate that is valid now)");
    }

    @Test
    void refusesWhatIsNoKeyStore() throws Exception {
        refuses(Files.createFile(folder.resolve("empty.p12")), PASSWORD, null, "empty: empty.p12" + STORE);
        refuses(
                Files.writeString(folder.resolve("text.p12"), "hello"),
                PASSWORD,
                null,
                "neither PKCS#12 nor JKS: text.p12" + STORE);
        refuses(
                Files.copy(server.certFile(), folder.resolve("pem.p12")),
                PASSWORD,
                null,
                "a PEM file: pem.p12 (expected: a PKCS#12 or JKS key store; PEM goes into certFile and keyFile)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void refusesAStoreThatIsCutOff(String type) throws Exception {
        // given
        byte[] whole = Files.readAllBytes(write(store(type, "server", server, server.chain()), "whole.store"));

        for (int length = 4; length < whole.length; length += 37) {
            byte[] part = Arrays.copyOf(whole, length);
            Path file = Files.write(folder.resolve("cut.store"), part);

            // then
            refuses(file, PASSWORD, null, "damaged key store: cut.store" + STORE);
        }
    }

    private void refuses(Path file, String password, @Nullable String alias, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(file, password, alias))
                .withMessage("proxy.yaml:2:7 storeFile: " + message);
    }

    private static KeyMaterial load(Path file, String password, @Nullable String alias) throws ConfigException {
        Source source = new Source("proxy.yaml", 2, 7, "storeFile");
        FileRef reference = new FileRef(file, String.valueOf(file.getFileName()), source);
        KeySource keys = new KeySource.Store(reference, new Secret.Literal(password), alias);
        return KeyMaterial.load(new CertificateConfig("acme/server", keys, source), InstantSource.system());
    }

    private static KeyStore store(String type, String alias, TestCertificate key, List<X509Certificate> chain)
            throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        add(store, alias, key, chain);
        return store;
    }

    private static void add(KeyStore store, String alias, TestCertificate key, List<X509Certificate> chain)
            throws Exception {
        store.setKeyEntry(alias, key.privateKey(), PASSWORD.toCharArray(), array(chain));
    }

    private static Certificate[] array(List<X509Certificate> chain) {
        return chain.toArray(new Certificate[0]);
    }

    private Path write(KeyStore store, String name) throws Exception {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static void openssl(String... arguments) {
        assertThat(RunningProgram.run(Duration.ofSeconds(30), "openssl", arguments)
                        .exitCode())
                .isZero();
    }
}
