package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The TLS contexts of one configuration, and those of the next. */
class SuccessorTest {

    private static final String OPTIONAL = "clientAuth: optional, caFile: CA";
    private static final String REQUIRED = "clientAuth: required, caFile: CA";

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
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void resumesSessionsOfTheEarlierOnesWhereThePolicyIsTheSame(String version) throws Exception {
        try (LiveTls first = new LiveTls(config(REQUIRED), TlsEngine.NATIVE, InstantSource.system())) {
            // given a session, and a configuration that differs in something else
            TestDevice device = TestDevice.with(pki, pki.client("device-1"));
            connect(device, version, first);
            LiveTls next = first.successor(config(REQUIRED + ", strictSni: false, verifyDepth: 10"));

            // when
            try (Handshake again = Handshake.between(device.engine(version), contexts(next))) {
                // then
                assertThat(again.succeeded()).isTrue();
                assertThat(again.session().resumed()).isTrue();
            }
            next.retire();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void resumesNoSessionThatWasMadeUnderAnotherPolicy(String version) throws Exception {
        try (LiveTls first = new LiveTls(config(OPTIONAL), TlsEngine.NATIVE, InstantSource.system())) {
            // given a session without a certificate
            TestDevice device = TestDevice.without(pki);
            connect(device, version, first);
            LiveTls next = first.successor(config(REQUIRED));

            // when
            try (Handshake again = Handshake.between(device.engine(version), contexts(next))) {
                // then
                assertThat(again.succeeded()).isFalse();
                assertThat(again.failure()).isEqualTo(HandshakeFailure.NO_CERTIFICATE);
            }
            next.retire();
        }
    }

    @Test
    void theEarlierOnesServeOnBesideThem() throws Exception {
        try (LiveTls first = new LiveTls(config(OPTIONAL), TlsEngine.NATIVE, InstantSource.system())) {
            // when
            LiveTls next = first.successor(config(REQUIRED));

            // then
            connect(TestDevice.without(pki), "TLSv1.3", first);
            next.retire();
            connect(TestDevice.without(pki), "TLSv1.3", first);
        }
    }

    @Test
    void aFileThatIsBrokenChangesNothing() throws Exception {
        try (LiveTls first = new LiveTls(config(OPTIONAL), TlsEngine.NATIVE, InstantSource.system())) {
            // given
            ProxyConfig broken = config(OPTIONAL);
            Files.writeString(server.certFile(), "no certificate");

            // when
            assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> first.successor(broken));

            // then
            connect(TestDevice.without(pki), "TLSv1.3", first);
        }
    }

    private static void connect(TestDevice device, String version, LiveTls tls) {
        try (Handshake handshake = Handshake.between(device.engine(version), contexts(tls))) {
            assertThat(handshake.succeeded()).isTrue();
        }
    }

    private static TlsContexts contexts(LiveTls tls) {
        return Objects.requireNonNull(tls.contexts("mqtts").get());
    }

    private ProxyConfig config(String policy) throws ConfigException, IOException {
        Path file = Files.writeString(folder.resolve("proxy.yaml"), """
                certificates: {server: {certFile: %s, keyFile: %s}}
                listeners:
                  mqtts: {bind: 127.0.0.1:0, tls: {certificates: [server], %s}}
                clusters: {brokers: {backends: [127.0.0.1:1883]}}
                """.formatted(
                        server.certFile(),
                        server.keyFile(),
                        policy.replace("CA", pki.caFile().toString())));
        return new ConfigLoader(Map.of()).load(file);
    }
}
