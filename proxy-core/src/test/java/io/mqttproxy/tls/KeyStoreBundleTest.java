package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.KeyKind;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoreBundleTest {

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
        Path file =
                KeyStores.write(KeyStores.store(type, "server", server, server.chain()), folder.resolve("bundle.dat"));

        // when
        KeyMaterial material = KeyStores.load(file, KeyStores.PASSWORD, null);

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
        KeyMaterial material = KeyStores.load(file, "secret", null);

        // then
        assertThat(material.key()).isEqualTo(made.privateKey());
        assertThat(material.chain()).isEqualTo(made.chain());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void takesTheEntryThatTheAliasNames(String type) throws Exception {
        // given
        TestCertificate other = pki.server();
        KeyStore store = KeyStores.store(type, "one", server, server.chain());
        KeyStores.add(store, "two", other, other.chain());

        // when
        KeyMaterial material =
                KeyStores.load(KeyStores.write(store, folder.resolve("two.store")), KeyStores.PASSWORD, "two");

        // then
        assertThat(material.key()).isEqualTo(other.privateKey());
    }

    @Test
    void passesOverEntriesThatAreOnlyTrusted() throws Exception {
        // given
        KeyStore store = KeyStores.store("PKCS12", "server", server, server.chain());
        store.setCertificateEntry("ca", pki.root().certificate());

        // when
        KeyMaterial material =
                KeyStores.load(KeyStores.write(store, folder.resolve("with-ca.p12")), KeyStores.PASSWORD, null);

        // then the JDK has put the root at the end of the chain
        assertThat(material.chain())
                .startsWith(server.chain().toArray(new X509Certificate[0]))
                .endsWith(pki.root().certificate());
    }

    private static void openssl(String... arguments) {
        assertThat(RunningProgram.run(Duration.ofSeconds(30), "openssl", arguments)
                        .exitCode())
                .isZero();
    }
}
