package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.FreePort;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators have done, and what is going on, survives a reload. */
@Timeout(120)
class ReloadKeepsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TOKEN = "t0ken";
    private static final String REST = """
            admin: {bind: "127.0.0.1:0", token: t0ken}
            logging: {access: "off"}
            """;
    private static final String LISTENER = "listeners: {mqtt: {bind: \"127.0.0.1:0\"}}\n";

    @TempDir
    private Path folder;

    private StubBroker one;
    private StubBroker two;
    private final List<Device> devices = new ArrayList<>();
    private int clients;

    @BeforeEach
    void startBrokers() {
        one = StubBroker.start(StubBehaviour.accepting().thenEchoing());
        two = StubBroker.start(StubBehaviour.accepting().thenEchoing());
    }

    @AfterEach
    void stop() {
        devices.forEach(Device::close);
        one.close();
        two.close();
    }

    @Test
    void aDrainedBackendStaysDrainedUntilItIsRestored() {
        try (ProxyUnderTest proxy = start(both(1))) {
            drain(proxy, "one", "500/s");

            // when
            reload(proxy, LISTENER + both(5));
            serve(proxy, 4);

            // then
            assertThat(one.connections()).isEmpty();
            assertThat(proxy.get("/api/v1/clusters").body())
                    .contains("drained by an operator")
                    .contains("\"weight\":5");

            // when
            assertThat(proxy.post("/api/v1/backends/one/restore", TOKEN, "").statusCode())
                    .isEqualTo(200);
            serve(proxy, 6);

            // then
            assertThat(one.connections()).isNotEmpty();
        }
    }

    @Test
    void aDrainGoesOnAtItsPaceThroughReloads() {
        try (ProxyUnderTest proxy = start(only(one, "one"))) {
            List<Device> moving = serve(proxy, 4);
            reload(proxy, LISTENER + both(1));

            // when it is drained while reloads come
            drain(proxy, "one", "2/s");
            reload(proxy, LISTENER + both(2));
            reload(proxy, LISTENER + both(3));

            // then
            assertThat(moving).allMatch(Device::ends);
            proxy.awaitMetric(4, "mqttproxy_client_disconnects_total", "cause=\"moved\"");
            proxy.awaitMetric(0, "mqttproxy_backend_connections", "backend=\"one\"");
        }
    }

    @Test
    void aDrainedBackendThatLeavesIsEmptiedAllTheSameAndThenForgotten() {
        try (ProxyUnderTest proxy = start(only(one, "one"))) {
            List<Device> moving = serve(proxy, 3);
            reload(proxy, LISTENER + both(1));
            drain(proxy, "one", "2/s");

            // when
            reload(proxy, LISTENER + only(two, "two"));

            // then
            assertThat(moving).allMatch(Device::ends);
            await().atMost(LIMIT).until(() -> !proxy.get("/metrics").body().contains("backend=\"one\""));

            // when it comes back, it is another one of which nothing is known
            reload(proxy, LISTENER + both(1));
            serve(proxy, 4);

            // then
            assertThat(one.connections()).hasSizeGreaterThan(3);
            proxy.assertBooksBalance();
        }
    }

    @Test
    void aBackendThatComesBackBeforeItsLastClientLeftIsTheSame() {
        try (ProxyUnderTest proxy = start(only(one, "one"))) {
            serve(proxy, 2);
            reload(proxy, LISTENER + only(two, "two"));

            // when
            reload(proxy, LISTENER + both(1));

            // then
            assertThat(proxy.metric("mqttproxy_backend_connections", "backend=\"one\""))
                    .isEqualTo(2);
        }
    }

    @Test
    void aClusterThatIsGoneHasMetricsUntilItsLastClientLeaves() {
        String first =
                "clusters: {first: {backends: [{address: \"127.0.0.1:%d\", name: one}]}}\n".formatted(one.port());
        try (ProxyUnderTest proxy = start(first)) {
            Device early = serve(proxy, 1).get(0);

            // when
            reload(proxy, LISTENER + only(two, "two"));

            // then
            assertThat(proxy.metric("mqttproxy_backend_connections", "cluster=\"first\""))
                    .isEqualTo(1);
            byte[] message = Packets.publish311("t", new byte[] {1, 2, 3});
            assertThat(early.send(message).read(message.length)).isEqualTo(message);

            // when
            early.close();

            // then
            await().atMost(LIMIT).until(() -> !proxy.get("/metrics").body().contains("cluster=\"first\""));
        }
    }

    @Test
    void aListenerThatMovesServesAtItsNewAddressAndNoLongerAtItsOld() throws IOException {
        try (ProxyUnderTest proxy = start(only(one, "one"))) {
            Device early = serve(proxy, 1).get(0);
            int before = proxy.port("mqtt");

            // when
            int free = FreePort.find();
            String moved = "listeners: {mqtt: {bind: \"127.0.0.1:%d\"}}\n".formatted(free);
            reload(proxy, moved + only(one, "one"));

            // then
            assertThat(proxy.port("mqtt")).isEqualTo(free);
            serve(proxy, 1);
            assertThatThrownBy(() -> Device.plain(before)).isInstanceOf(UncheckedIOException.class);
            byte[] message = Packets.publish311("t", new byte[] {1, 2, 3});
            assertThat(early.send(message).read(message.length)).isEqualTo(message);
            assertThat(proxy.metric("mqttproxy_client_connections", "listener=\"mqtt\""))
                    .isEqualTo(2);
        }
    }

    @Test
    void aChangedLimitIsShown() {
        try (ProxyUnderTest proxy = start(only(one, "one"))) {
            // when
            reload(
                    proxy,
                    "listeners: {mqtt: {bind: \"127.0.0.1:0\", limits: {connections: 77}}, more: {bind:"
                            + " \"127.0.0.1:0\", limits: {connections: 5}}}\n" + only(one, "one"));

            // then
            assertThat(proxy.metric("mqttproxy_client_connections_limit", "listener=\"mqtt\""))
                    .isEqualTo(77);
            assertThat(proxy.metric("mqttproxy_client_connections_limit", "listener=\"more\""))
                    .isEqualTo(5);

            // when
            reload(proxy, LISTENER + only(one, "one"));

            // then
            assertThat(proxy.get("/metrics").body()).doesNotContain("connections_limit{listener=\"more\"");
        }
    }

    private String both(int weight) {
        return ("clusters: {brokers: {backends: [{address: \"127.0.0.1:%d\", name: one, weight: %d},"
                        + " {address: \"127.0.0.1:%d\", name: two}]}}\n")
                .formatted(one.port(), weight, two.port());
    }

    private static String only(StubBroker broker, String name) {
        return "clusters: {brokers: {backends: [{address: \"127.0.0.1:%d\", name: %s}]}}\n"
                .formatted(broker.port(), name);
    }

    private ProxyUnderTest start(String clusters) {
        return ProxyUnderTest.exactly(folder, LISTENER + clusters + REST);
    }

    private static void reload(ProxyUnderTest proxy, String yaml) {
        HttpResponse<String> answer = proxy.reload(yaml + REST, TOKEN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void drain(ProxyUnderTest proxy, String backend, String pace) {
        HttpResponse<String> answer =
                proxy.post("/api/v1/backends/" + backend + "/drain", TOKEN, "{\"pace\": \"" + pace + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private List<Device> serve(ProxyUnderTest proxy, int count) {
        List<Device> served = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Device device = Device.plain(proxy.port("mqtt"));
            devices.add(device);
            served.add(device);
            assertThat(device.send(Packets.connect311("client-" + clients++)).read(4))
                    .isEqualTo(Packets.CONNACK_3);
        }
        return served;
    }
}
