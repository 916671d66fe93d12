package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The access log while somebody floods the proxy with connections that are refused. */
@Timeout(120)
class SampledLogIT {

    private static final String TOKEN = "let-me-change-things";
    private static final byte[] NO_MQTT = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FLOOD = 300;
    private static final int CLIENTS = 20;

    @TempDir
    private Path folder;

    private StubBroker broker;
    private ProxyUnderTest proxy;

    @BeforeEach
    void start() {
        broker = StubBroker.start(StubBehaviour.accepting());
        proxy = ProxyUnderTest.exactly(folder, yaml("{refused: 5/s, summary: 1s}"));
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    private String yaml(String sampling) {
        return """
                listeners:
                  mqtt: {bind: "127.0.0.1:0"}
                clusters:
                  brokers: {backends: ["127.0.0.1:%d"], selfTest: false}
                logging: {format: text, access: ./access.log, sampling: %s}
                admin: {bind: "127.0.0.1:0", token: %s}
                """.formatted(broker.port(), sampling, TOKEN);
    }

    @Test
    void whatIsLeftOutIsCountedAndAcceptedClientsHaveTheirLine() throws IOException {
        // when
        long start = System.nanoTime();
        for (int i = 0; i < FLOOD; i++) {
            refused();
            if (i % (FLOOD / CLIENTS) == 0) {
                accepted("pump-" + i);
            }
        }
        proxy.awaitMetric(0, "mqttproxy_client_connections");
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();

        // then each refusal has a line or is counted
        double leftOut = proxy.metric("mqttproxy_access_log_suppressed_total");
        awaitLines(FLOOD + CLIENTS - (int) leftOut);
        List<String> lines = lines();
        long refused =
                lines.stream().filter(line -> line.contains("reason=not_mqtt")).count();
        assertThat(refused).isBetween(5L, 5 * (seconds + 2)).isEqualTo(FLOOD - (long) leftOut);
        assertThat(lines.stream().filter(line -> line.contains("phase=disconnected")))
                .hasSize(CLIENTS);
        assertThat(proxy.metric("mqttproxy_client_connections_refused_total", "not_mqtt"))
                .isEqualTo(FLOOD);
        assertThat(proxy.metric("mqttproxy_access_log_dropped_total")).isZero();
    }

    @Test
    void aReloadTurnsItOffInTheMiddleOfAFlood() throws IOException {
        // given
        refused();
        proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "not_mqtt");
        assertThat(proxy.reload(yaml("{refused: off}"), TOKEN).statusCode()).isEqualTo(200);

        // when
        for (int i = 1; i < FLOOD; i++) {
            refused();
        }

        // then
        awaitLines(FLOOD);
        assertThat(proxy.metric("mqttproxy_access_log_suppressed_total")).isZero();
    }

    private void awaitLines(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> lines().size() == count);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("access.log"));
    }

    private void refused() {
        try (Device device = Device.plain(proxy.port("mqtt"))) {
            device.send(NO_MQTT).ends();
        }
    }

    private void accepted(String clientId) {
        try (Device device = Device.plain(proxy.port("mqtt"))) {
            device.send(Packets.connect311(clientId)).read(Packets.CONNACK_3.length);
        }
    }
}
