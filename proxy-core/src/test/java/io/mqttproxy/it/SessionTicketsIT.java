package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSL's client carries a ticket from one proxy to another. */
@RequiresProgram("openssl")
class SessionTicketsIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** MQTT 3.1.1, client identifier a, as printf writes it. */
    private static final String CONNECT = "\\020\\015\\000\\004MQTT\\004\\002\\000\\074\\000\\001a";

    private static final String ONE = "1b".repeat(32);
    private static final String TWO = "2c".repeat(32);

    @TempDir
    private Path folder;

    private TestPki pki;
    private TestCertificate server;
    private TestCertificate device;

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
        server = pki.server();
        device = pki.client("device-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aTicketOfOneProxyIsResumedByAnotherThatSharesItsKeys(String version) throws Exception {
        // given
        try (ProxyUnderTest one = start("one", ONE);
                ProxyUnderTest other = start("other", ONE)) {
            Path session = connect(one, version);

            // then
            assertThat(resumed(one, version, session)).isTrue();
            assertThat(resumed(other, version, session)).isTrue();
            other.awaitMetric(1, "mqttproxy_tls_handshakes_total", "resumed=\"true\"", "result=\"ok\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aTicketIsWorthNothingToAProxyWithOtherKeys(String version) throws Exception {
        // given
        try (ProxyUnderTest one = start("one", ONE);
                ProxyUnderTest other = start("other", TWO)) {
            Path session = connect(one, version);

            // then
            assertThat(resumed(other, version, session)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void newKeysInTheFileAreTakenInWhileTheProxyRuns(String version) throws Exception {
        // given a proxy, and a ticket under keys that it does not have yet
        try (ProxyUnderTest one = start("one", ONE);
                ProxyUnderTest other = start("other", TWO)) {
            Path session = connect(other, version);
            assertThat(resumed(one, version, session)).isFalse();

            // when
            Files.writeString(keysFile("one"), ONE + "\n" + TWO + "\n");
            one.awaitMetric(1, "mqttproxy_tls_reloads_total", "result=\"ok\"");

            // then
            assertThat(resumed(one, version, session)).isTrue();
        }
    }

    @Test
    void aBrokenFileOfKeysChangesNothing() throws Exception {
        // given
        try (ProxyUnderTest one = start("one", ONE)) {
            Path session = connect(one, "-tls1_3");

            // when
            Files.writeString(keysFile("one"), "broken\n");
            one.awaitCount(1, "mqttproxy_tls_reloads_total", "result=\"failed\"");

            // then
            assertThat(resumed(one, "-tls1_3", session)).isTrue();
        }
    }

    private ProxyUnderTest start(String name, String keys) throws IOException {
        Files.createDirectories(folder.resolve(name));
        Files.writeString(keysFile(name), keys + "\n");
        return ProxyUnderTest.start(
                folder.resolve(name), """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls:
                      certificates: [server]
                      clientAuth: required
                      caFile: %s
                      sessionTickets: {keysFile: tickets}
                clusters: {brokers: {backends: [127.0.0.1:1]}}
                logging: {access: "off"}
                reload: {certificates: 100ms}
                """.formatted(server.certFile(), server.keyFile(), pki.caFile()));
    }

    private Path keysFile(String name) {
        return folder.resolve(name).resolve("tickets");
    }

    /** Makes a full handshake and keeps the ticket. */
    private Path connect(ProxyUnderTest proxy, String version) {
        Path session = folder.resolve("session" + version);
        try (RunningProgram client = client(proxy, version, "-sess_out", session.toString())) {
            client.awaitOutput(
                    LIMIT, version.equals("-tls1_3") ? "Post-Handshake New Session Ticket arrived" : "New, TLSv1.2");
            client.awaitEnd(LIMIT); // the file is written anew for each ticket; the proxy closes, as it has no broker
        }
        assertThat(session).isNotEmptyFile();
        return session;
    }

    private boolean resumed(ProxyUnderTest proxy, String version, Path session) {
        try (RunningProgram client = client(proxy, version, "-sess_in", session.toString())) {
            client.awaitOutput(LIMIT, "Verify return code");
            return client.stdout().contains("Reused, TLSv1");
        }
    }

    /** Sends a CONNECT, which is refused for want of a broker: BoringSSL's tickets wait for data to go with. */
    private RunningProgram client(ProxyUnderTest proxy, String version, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "-c",
                "printf '" + CONNECT + "' | openssl \"$@\"",
                "sh",
                "s_client",
                "-connect",
                "127.0.0.1:" + proxy.port(),
                version,
                "-ign_eof",
                "-CAfile",
                pki.caFile().toString(),
                "-cert",
                device.certFile().toString(),
                "-cert_chain",
                device.certFile().toString(),
                "-key",
                device.keyFile().toString()));
        arguments.addAll(List.of(more));
        return RunningProgram.start("sh", arguments.toArray(new String[0]));
    }
}
