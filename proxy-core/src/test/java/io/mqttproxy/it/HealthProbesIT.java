package io.mqttproxy.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.StubConnection;
import io.mqttproxy.testsupport.TestWebServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the proxy sends to backends that nobody has connected to yet, by configuration. */
@Timeout(60)
class HealthProbesIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String OFTEN = "interval: 2s, timeout: 2s, rise: 1, fall: 1";

    @TempDir
    private Path folder;

    @Test
    void goesTheWayOfClientsWithAnAccountAndAnotherClientIdEachTime() throws Exception {
        Files.writeString(folder.resolve("password"), "only-for-probes\n");
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = start(
                        broker.port(),
                        "proxyProtocol: v2",
                        "health: {type: mqtt, username: watch, password: {file: password}, clientId: my-probe-, "
                                + OFTEN + "}")) {
            StubConnection first = broker.awaitConnection(0);
            StubConnection second = broker.awaitConnection(1);
            String connect = new String(first.awaitConnect(), US_ASCII);

            assertThat(first.awaitProxyHeader()[12])
                    .as("version 2, PROXY and not LOCAL")
                    .isEqualTo((byte) 0x21);
            assertThat(connect).contains("my-probe-").contains("watch").endsWith("only-for-probes");
            assertThat(new String(second.awaitConnect(), US_ASCII)).isNotEqualTo(connect);
            assertThat(first.awaitAfterConnect(2)).as("DISCONNECT").containsExactly(0xE0, 0x00);
            proxy.awaitMetric(1, "mqttproxy_backend_up");
        }
    }

    @Test
    @RequiresProgram({"mosquitto", "mosquitto_passwd"})
    void isAClientThatABrokerMayKnow() {
        try (MosquittoBroker broker = MosquittoBroker.withPasswords(Map.of("watch", "secret"));
                ProxyUnderTest known =
                        start(broker.port(), "health: {type: mqtt, username: watch, password: secret, " + OFTEN + "}");
                ProxyUnderTest unknown = start(broker.port(), "health: {type: mqtt, " + OFTEN + "}")) {
            unknown.awaitMetric(0, "mqttproxy_backend_up");
            broker.awaitLog(LIMIT, "mqttproxyprobe");
            known.awaitMetric(1, "mqttproxy_backend_up");
            assertThat(unknown.get("/readyz").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void believesWhatABrokersEndpointSays() {
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                TestWebServer endpoint = TestWebServer.start()) {
            int port = URI.create(endpoint.uri("/")).getPort();
            String health = "health: {type: http, port: " + port + ", path: /status, expect: 200, " + OFTEN + "}";
            try (ProxyUnderTest proxy = start(broker.port(), health)) {
                proxy.awaitMetric(0, "mqttproxy_backend_up");

                endpoint.put("/status", new byte[0]);

                proxy.awaitMetric(1, "mqttproxy_backend_up");
            }
        }
    }

    private ProxyUnderTest start(int port, String... cluster) {
        return ProxyUnderTest.start(
                folder, """
                listeners:
                  mqtt: {bind: 127.0.0.1:0}
                clusters:
                  brokers:
                    backends: ["127.0.0.1:%d"]
                    selfTest: false
                %s
                logging: {access: "off"}
                """.formatted(port, String.join("\n", cluster).indent(4)));
    }
}
