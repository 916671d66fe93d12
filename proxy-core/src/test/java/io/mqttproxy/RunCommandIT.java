package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as an init system sees it: a process with signals and an exit code. */
@Timeout(120)
class RunCommandIT {

    private static final byte[] CONNECT = {
        0x10, // CONNECT
        0x10, // Remaining Length
        0x00, // protocol name
        0x04, 'M', 'Q', 'T', 'T', 0x05, // MQTT 5
        0x02, // Clean Start
        0x00, // Keep Alive
        0x3C, 0x00, // no properties
        0x00, // client identifier
        0x03, 'd', 'e', 'v',
    };
    private static final int CONNACK_BYTES = 5;

    @TempDir
    private Path folder;

    private StubBroker broker;

    @BeforeEach
    void startABroker() {
        broker = StubBroker.start(StubBehaviour.accepting());
    }

    @AfterEach
    void stopTheBroker() {
        broker.close();
    }

    @Test
    void drainsOnSigtermAndExitsWithZero() throws Exception {
        try (ChildProxy proxy = ChildProxy.start(folder, yaml("0s"));
                Socket device = connected(proxy)) {
            // when
            proxy.signal("TERM");

            // then DISCONNECT, Server shutting down
            assertThat(device.getInputStream().readAllBytes())
                    .startsWith((byte) 0xE0)
                    .contains((byte) 0x8B);
            assertThat(proxy.awaitExit()).isZero();
            assertThat(proxy.stderr()).contains("Draining 1 connections", "Drained");
        }
    }

    @Test
    void reloadsItsConfigurationOnSighup() throws Exception {
        try (ChildProxy proxy = ChildProxy.start(folder, yaml("0s"));
                Socket device = connected(proxy)) {
            // when
            Files.writeString(folder.resolve("proxy.yaml"), yaml("0s") + "listenerz: {}\n");
            proxy.signal("HUP");

            // then
            proxy.awaitLog("proxy.yaml:5:1 listenerz: unknown key");

            // when
            Files.writeString(folder.resolve("proxy.yaml"), yaml("1m"));
            proxy.signal("HUP");

            // then
            proxy.awaitLog("serves new connections. changed: shutdown.readinessGrace");
            assertThat(device.isConnected()).isTrue();
            connected(proxy).close();
        }
    }

    @Test
    void keepsTheValuesOfItsCommandLineAcrossAReload() throws Exception {
        // given a file whose backend is not there, but for the command line
        String yaml = yaml("0s").replace(":" + broker.port(), ":1");
        String set = "clusters.brokers.backends[0]=127.0.0.1:" + broker.port();
        try (ChildProxy proxy = ChildProxy.start(folder, yaml, "--set", set)) {
            connected(proxy).close();

            // when
            Files.writeString(folder.resolve("proxy.yaml"), yaml.replace("0s", "1m"));
            proxy.signal("HUP");

            // then
            proxy.awaitLog("serves new connections. changed: shutdown.readinessGrace");
            connected(proxy).close();
        }
    }

    @Test
    void stopsAtOnceOnASecondSigterm() throws Exception {
        try (ChildProxy proxy = ChildProxy.start(folder, yaml("5m"));
                Socket device = connected(proxy)) {
            // given a grace that nobody waits for
            proxy.signal("TERM");
            proxy.awaitLog("Draining 1 connections");
            long start = System.nanoTime();

            // when
            proxy.signal("TERM");

            // then
            assertThat(proxy.awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            assertThat(device.isConnected()).isTrue();
        }
    }

    @Test
    void stopsAtOnceOnSigint() throws Exception {
        try (ChildProxy proxy = ChildProxy.start(folder, yaml("5m"));
                Socket device = connected(proxy)) {
            // when
            proxy.signal("INT");

            // then
            assertThat(proxy.awaitExit()).isZero();
            assertThat(proxy.stderr())
                    .contains("Stopping with 1 connections open")
                    .doesNotContain("Draining");
            assertThat(device.isConnected()).isTrue();
        }
    }

    @Test
    void servesDuringTheGrace() throws Exception {
        try (ChildProxy proxy = ChildProxy.start(folder, yaml("5m"))) {
            // given
            proxy.awaitPort();
            proxy.signal("TERM");
            proxy.awaitLog("Draining 0 connections");

            // when
            try (Socket late = connected(proxy)) {
                // then
                assertThat(late.isConnected()).isTrue();
            }
        }
    }

    @Test
    void saysWhyItDoesNotStartWhenTheAccessLogGoesToTheSameStream() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChildProxy proxy = ChildProxy.start(folder, """
                        listeners: {mqtt: {bind: "127.0.0.1:%d"}}
                        clusters: {brokers: {backends: ["127.0.0.1:1"]}}
                        logging: {access: stderr}
                        """.formatted(taken.getLocalPort()))) {
            // then
            assertThat(proxy.awaitExit()).isEqualTo(1);
            assertThat(proxy.stderr()).contains("listeners.mqtt.bind");
        }
    }

    @Test
    void saysAtStartWhichSideIsWiredWrongAndServesAllTheSame() throws Exception {
        // given a broker that knows nothing of PROXY headers
        byte[] http = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (StubBroker web = StubBroker.start(StubBehaviour.answering(http));
                ChildProxy proxy = ChildProxy.start(folder, """
                        listeners: {mqtt: {bind: "127.0.0.1:0"}}
                        clusters:
                          brokers: {backends: ["127.0.0.1:%d"]}
                          wrong: {backends: ["127.0.0.1:%d"]}
                        routes: [{to: brokers}]
                        logging: {access: "off"}
                        """.formatted(broker.port(), web.port()))) {
            // then
            try (Socket device = connected(proxy)) {
                assertThat(device.isConnected()).isTrue();
            }
            proxy.awaitLog("WARN");
            proxy.awaitLog(
                    "Self-test: backend 127.0.0.1:" + web.port() + " of cluster wrong answers with HTTP, not MQTT");
            proxy.awaitLog("Self-test: backend 127.0.0.1:" + broker.port() + " of cluster brokers takes clients");
        }
    }

    @Test
    void triesNoBackendOfAClusterThatForbidsIt() throws Exception {
        String yaml = """
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters: {brokers: {selfTest: false, backends: ["127.0.0.1:%d"]}}
                logging: {access: "off"}
                """.formatted(broker.port());
        try (ChildProxy proxy = ChildProxy.start(folder, yaml);
                Socket device = connected(proxy)) {
            // then the only connection is the device's
            assertThat(device.isConnected()).isTrue();
            assertThat(broker.awaitConnection(0).awaitConnect()).isEqualTo(CONNECT);
            assertThat(broker.connections()).hasSize(1);
            assertThat(proxy.stderr()).doesNotContain("Self-test");
        }
    }

    private static Socket connected(ChildProxy proxy) throws IOException {
        Socket device = ChildProxy.connect(proxy.awaitPort());
        device.getOutputStream().write(CONNECT);
        assertThat(device.getInputStream().readNBytes(CONNACK_BYTES))
                .startsWith((byte) 0x20)
                .endsWith((byte) 0);
        return device;
    }

    private String yaml(String grace) {
        return """
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters: {brokers: {backends: ["127.0.0.1:%d"]}}
                logging: {access: "off"}
                shutdown: {readinessGrace: %s, pace: 500/s, deadline: 10m}
                """.formatted(broker.port(), grace);
    }
}
