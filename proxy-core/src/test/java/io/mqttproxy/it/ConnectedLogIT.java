package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mqttproxy.testsupport.EcsFields;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The line of the access log when a client is accepted. */
@Timeout(60)
class ConnectedLogIT {

    private static final String TOKEN = "let-me-change-things";

    @TempDir
    private Path folder;

    private TestPki pki;
    private StubBroker broker;

    @BeforeEach
    void start() {
        pki = TestPki.in(folder);
        broker = StubBroker.start(StubBehaviour.accepting());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private String yaml(String logging) {
        TestCertificate server = pki.server();
        return """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls: {certificates: [server], clientAuth: required, caFile: %s}
                    identity: {from: subject.cn, pattern: "^(?<id>device-.*)$", value: "${id}"}
                clusters:
                  brokers: {backends: ["127.0.0.1:%d"], selfTest: false}
                logging: {access: ./access.log, %s}
                admin: {bind: "127.0.0.1:0", token: %s}
                """.formatted(server.certFile(), server.keyFile(), pki.caFile(), broker.port(), logging, TOKEN);
    }

    @Test
    void comesWhileTheClientIsThereAndHasTheIdOfTheLineAtItsEnd() throws IOException {
        try (ProxyUnderTest proxy = ProxyUnderTest.exactly(folder, yaml("connected: true"))) {
            // when
            JsonNode connected;
            try (Device device = connect(proxy, "device-a")) {
                connected = awaitLines(1).get(0);
                assertThat(device.localPort())
                        .isEqualTo(connected.get("client.port").intValue());
            }

            // then
            JsonNode disconnected = awaitLines(2).get(1);
            assertThat(connected.get("event.action").textValue()).isEqualTo("connected");
            assertThat(connected.get("tls.client.subject").textValue()).contains("CN=device-a");
            assertThat(connected.get("mqttproxy.client_id").textValue()).isEqualTo("pump-7");
            assertThat(connected.get("server.port").intValue()).isEqualTo(broker.port());
            assertThat(disconnected.get("event.action").textValue()).isEqualTo("disconnected");
            assertThat(disconnected.get("mqttproxy.connection_id")).isEqualTo(connected.get("mqttproxy.connection_id"));
            assertThat(disconnected.get("event.start")).isEqualTo(connected.get("event.start"));
            assertThat(disconnected.get("event.duration").longValue())
                    .isGreaterThan(connected.get("event.duration").longValue());
        }
    }

    @Test
    void whoIsRefusedHasOneLineWithTheCertificate() throws IOException {
        try (ProxyUnderTest proxy = ProxyUnderTest.exactly(folder, yaml("connected: true"))) {
            // when the certificate has the wrong name
            try (Device device = Device.connect(pki, proxy.port(), pki.client("gadget-b"))) {
                device.send(Packets.connect311("pump-7", "somebody")).readToEnd();
            }
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "identity_rejected");

            // then
            JsonNode refused = awaitLines(1).get(0);
            assertThat(refused.get("event.action").textValue()).isEqualTo("refused");
            assertThat(refused.get("tls.client.subject").textValue()).contains("CN=gadget-b");
        }
    }

    @Test
    void hidesWhatIsHashed() throws IOException {
        String logging = "connected: true, hash: {fields: [address, clientId, username, identity]}";
        try (ProxyUnderTest proxy = ProxyUnderTest.exactly(folder, yaml(logging))) {
            // when
            connect(proxy, "device-a").close();

            // then
            List<JsonNode> lines = awaitLines(2);
            assertThat(Files.readString(folder.resolve("access.log")))
                    .doesNotContain("device-a", "pump-7", "somebody", "client.port");
            assertThat(lines.get(0).get("mqttproxy.identity"))
                    .isEqualTo(lines.get(1).get("mqttproxy.identity"));
        }
    }

    @Test
    void isThereFromAReloadOnAndIsLimitedByItself() throws IOException {
        try (ProxyUnderTest proxy = ProxyUnderTest.exactly(folder, yaml("format: json"))) {
            // given a client that has only its line at the end
            connect(proxy, "device-a").close();
            assertThat(awaitLines(1).get(0).get("event.action").textValue()).isEqualTo("disconnected");

            // when
            String logging = "format: json, connected: true, sampling: {connected: 1/s}";
            assertThat(proxy.reload(yaml(logging), TOKEN).statusCode()).isEqualTo(200);
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                connect(proxy, "device-a").close();
            }
            proxy.awaitMetric(0, "mqttproxy_client_connections");
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();

            // then each has its line at the end, and one at its connect or is counted
            int leftOut = (int) proxy.metric("mqttproxy_access_log_suppressed_total");
            List<JsonNode> lines = awaitLines(1 + 20 + 20 - leftOut);
            assertThat(lines.stream()
                            .filter(line -> line.get("event.action").textValue().equals("connected"))
                            .count())
                    .isBetween(1L, seconds + 2)
                    .isEqualTo(20 - leftOut);
        }
    }

    private Device connect(ProxyUnderTest proxy, String commonName) {
        Device device = Device.connect(pki, proxy.port(), pki.client(commonName));
        assertThat(device.send(Packets.connect311("pump-7", "somebody")).read(Packets.CONNACK_3.length))
                .isEqualTo(Packets.CONNACK_3);
        return device;
    }

    private List<JsonNode> awaitLines(int count) throws IOException {
        await().atMost(Duration.ofSeconds(30)).until(() -> lines().size() == count);
        return lines().stream().map(EcsFields::read).toList();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("access.log"));
    }
}
