package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.config.ClientAuth;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener's TLS section can get wrong that only the engine knows. */
class ContextFactoryTest {

    private static final List<String> GROUPS = List.of("X25519");
    private static final TlsConfig ONE_WAY = Sections.tls(ClientAuth.NONE, null, 0);

    @TempDir
    private Path folder;

    private TestPki pki;
    private KeyMaterial material;

    @BeforeEach
    void makeCertificates() throws Exception {
        pki = TestPki.in(folder);
        TestCertificate server = pki.server();
        material = KeyMaterial.load(Sections.bundle(server.certFile(), server.keyFile(), null), InstantSource.system());
    }

    @ParameterizedTest
    @EnumSource
    void refusesACipherSuiteThatTheEngineDoesNotKnow(TlsEngine engine) {
        // given one that it knows and one that nobody does
        TlsConfig tls = Sections.with(ONE_WAY, List.of("TLS_AES_128_GCM_SHA256", "TLS_ROT13_WITH_NULL_MD2"), GROUPS);

        // then
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> build(tls, engine))
                .withMessageStartingWith("proxy.yaml:12:7 tls: cipherSuites: TLS_ROT13_WITH_NULL_MD2 (expected: of [")
                .withMessageContaining("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    }

    @ParameterizedTest
    @CsvSource({"NATIVE, TLSv1.3", "NATIVE, TLSv1.2", "JDK, TLSv1.3", "JDK, TLSv1.2"})
    void negotiatesAConfiguredCipherSuite(TlsEngine engine, String version) throws Exception {
        // given
        List<String> suites = List.of(
                "TLS_AES_256_GCM_SHA384",
                "TLS_AES_128_GCM_SHA256",
                "TLS_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        TlsConfig tls = Sections.with(ONE_WAY, suites, GROUPS);

        // when
        try (TlsContexts contexts = build(tls, engine);
                Handshake handshake = Handshake.between(TestDevice.without(pki).engine(version), contexts)) {
            // then
            assertThat(handshake.session().cipher())
                    .isEqualTo(version.equals("TLSv1.3") ? "TLS_AES_256_GCM_SHA384" : "ECDHE-ECDSA-AES256-GCM-SHA384");
        }
    }

    @Test
    void refusesToPromiseASuiteOfTls13WithoutTheOthersThatTheNativeEngineServesAnyway() {
        List<String> suites = List.of("TLS_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> build(Sections.with(ONE_WAY, suites, GROUPS), TlsEngine.NATIVE))
                .withMessageContaining("cipherSuites: without TLS_AES_128_GCM_SHA256, TLS_CHACHA20_POLY1305_SHA256"
                        + " (expected: all suites of TLS 1.3, or none and versions: [TLSv1.2], because BoringSSL"
                        + " has them all or none)");
    }

    @Test
    void refusesAGroupThatTheNativeEngineDoesNotKnow() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> build(Sections.with(ONE_WAY, List.of(), List.of("X25518")), TlsEngine.NATIVE))
                .withMessageStartingWith("proxy.yaml:12:7 tls: the TLS engine refuses these settings: ");
    }

    @Test
    void tellsTheGroupOfANativeSession() throws Exception {
        // given
        TlsConfig tls = Sections.with(ONE_WAY, List.of(), List.of("P-256"));

        // when
        try (TlsContexts contexts = build(tls, TlsEngine.NATIVE);
                Handshake handshake = Handshake.between(TestDevice.without(pki).engine("TLSv1.3"), contexts)) {
            // then
            assertThat(handshake.session().group()).isIn("P-256", "secp256r1", "prime256v1");
        }
    }

    @Test
    void namesTheKeyOfACaFileWithoutCertificates() throws IOException {
        // given
        Path empty = Files.createFile(folder.resolve("ca.pem"));

        // then
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> build(Sections.tls(ClientAuth.REQUIRED, empty, 1), TlsEngine.best()))
                .withMessage("proxy.yaml:12:7 caFile: no certificate in the file: ca.pem"
                        + " (expected: a PEM file with at least one certificate)");
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.3", "JDK, TLSv1.2"})
    @RequiresProgram("openssl")
    void servesWithAnEd25519Key(TlsEngine engine, String version) throws Exception {
        // given
        KeyMaterial young = ed25519();

        // when
        try (TlsContexts contexts = build(ONE_WAY, young, engine);
                Handshake handshake =
                        Handshake.between(TestDevice.trusting(young.chain()).engine(version), contexts)) {
            // then
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    @Test
    @RequiresProgram("openssl")
    void opensNoListenerThatNobodyCanConnectTo() throws Exception {
        // given a kind of key that the native engine loads and has no signature for
        KeyMaterial young = ed25519();

        // then it refuses at the start or it serves
        try (TlsContexts contexts = build(ONE_WAY, young, TlsEngine.NATIVE);
                Handshake handshake =
                        Handshake.between(TestDevice.trusting(young.chain()).engine("TLSv1.3"), contexts)) {
            assertThat(handshake.succeeded()).isTrue();
        } catch (ConfigException e) {
            assertThat(e).hasMessageContaining("Ed25519");
        }
    }

    private KeyMaterial ed25519() throws ConfigException {
        Path key = folder.resolve("ed25519.key");
        Path certificate = folder.resolve("ed25519.pem");
        String request = "req -x509 -newkey ed25519 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost"
                + " -keyout " + key + " -out " + certificate;
        assertThat(RunningProgram.run(Duration.ofSeconds(20), "openssl", request.split(" ", -1))
                        .exitCode())
                .isZero();
        return KeyMaterial.load(Sections.bundle(certificate, key, null), InstantSource.system());
    }

    private TlsContexts build(TlsConfig tls, TlsEngine engine) throws ConfigException {
        return build(tls, material, engine);
    }

    private static TlsContexts build(TlsConfig tls, KeyMaterial bundle, TlsEngine engine) throws ConfigException {
        return TlsContexts.build(
                Sections.listener("mqtts", tls),
                tls,
                Map.of("server", bundle),
                TlsServices.of(engine, InstantSource.system()));
    }
}
