package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoreRefusalTest {

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
    void refusesAWrongPassword(String type) throws Exception {
        Path file = KeyStores.write(
                KeyStores.store(type, "server", server, server.chain()), folder.resolve("server.store"));

        refuses(
                file,
                "wrong",
                null,
                "the key store does not open with storePassword: server.store" + " (expected: the store's password)");
    }

    @Test
    void saysThatPkcs12TakesNoPasswordBeyondAscii() throws Exception {
        Path file = KeyStores.write(
                KeyStores.store("PKCS12", "server", server, server.chain()), folder.resolve("server.p12"));

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
        KeyStore store = KeyStores.store("JKS", "other", pki.server(), server.chain());
        store.deleteEntry("other");
        store.setKeyEntry("server", server.privateKey(), "another".toCharArray(), KeyStores.array(server.chain()));

        // then
        refuses(
                KeyStores.write(store, folder.resolve("server.jks")),
                KeyStores.PASSWORD,
                null,
                "the key server does not open with storePassword: server.jks"
                        + " (expected: the same password for the key as for the store)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void refusesToChooseAmongSeveralKeysAndListsThem(String type) throws Exception {
        // given
        KeyStore store = KeyStores.store(type, "two", server, server.chain());
        KeyStores.add(store, "one", server, server.chain());
        Path file = KeyStores.write(store, folder.resolve("two.store"));

        // then
        refuses(
                file,
                KeyStores.PASSWORD,
                null,
                "2 private keys in the key store: two.store (expected: storeAlias, one of one, two)");
        refuses(
                file,
                KeyStores.PASSWORD,
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
                KeyStores.write(store, folder.resolve("ca.store")),
                KeyStores.PASSWORD,
                null,
                "no private key in the key store: ca.store (expected: a key with its certificates)");
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws Exception {
        Path file = KeyStores.write(
                KeyStores.store("JKS", "server", pki.server(), server.chain()), folder.resolve("mixed.jks"));

        refuses(
                file,
                KeyStores.PASSWORD,
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
                KeyStores.write(KeyStores.store("JKS", "server", server, reversed), folder.resolve("reversed.jks")),
                KeyStores.PASSWORD,
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
                KeyStores.write(KeyStores.store("PKCS12", "server", old, old.chain()), folder.resolve("old.p12")),
                KeyStores.PASSWORD,
                null,
                "the certificate expired on " + old.certificate().getNotAfter().toInstant()
                        + ": old.p12 (expected: a certificate that is valid now)");
    }

    @Test
    void refusesWhatIsNoKeyStore() throws Exception {
        refuses(Files.createFile(folder.resolve("empty.p12")), KeyStores.PASSWORD, null, "empty: empty.p12" + STORE);
        refuses(
                Files.writeString(folder.resolve("text.p12"), "hello"),
                KeyStores.PASSWORD,
                null,
                "neither PKCS#12 nor JKS: text.p12" + STORE);
        refuses(
                Files.copy(server.certFile(), folder.resolve("pem.p12")),
                KeyStores.PASSWORD,
                null,
                "a PEM file: pem.p12 (expected: a PKCS#12 or JKS key store; PEM goes into certFile and keyFile)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void refusesAStoreThatIsCutOff(String type) throws Exception {
        // given
        byte[] whole = Files.readAllBytes(KeyStores.write(
                KeyStores.store(type, "server", server, server.chain()), folder.resolve("whole.store")));

        for (int length = 4; length < whole.length; length += 37) {
            byte[] part = Arrays.copyOf(whole, length);
            Path file = Files.write(folder.resolve("cut.store"), part);

            // then
            refuses(file, KeyStores.PASSWORD, null, "damaged key store: cut.store" + STORE);
        }
    }

    private void refuses(Path file, String password, @Nullable String alias, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> KeyStores.load(file, password, alias))
                .withMessage("proxy.yaml:2:7 storeFile: " + message);
    }
}
