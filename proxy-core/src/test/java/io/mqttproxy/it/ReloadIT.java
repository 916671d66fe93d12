package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of change that a configuration can make while the proxy runs, seen by clients that stay and clients that come. */
class ReloadIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String TOKEN = "t0ken";
    private static final String REST = """
            admin: {bind: "127.0.0.1:0", token: t0ken}
            logging: {access: "off"}
            """;
    private static final String ONE_LISTENER = "listeners: {mqtt: {bind: \"127.0.0.1:0\"}}\n";

    @TempDir
    private Path folder;

    private StubBroker one;
    private StubBroker two;

    @BeforeEach
    void startBrokers() {
        one = StubBroker.start(StubBehaviour.accepting().thenEchoing());
        two = StubBroker.start(StubBehaviour.accepting().thenEchoing());
    }

    @AfterEach
    void stopBrokers() {
        one.close();
        two.close();
    }

    @Test
    void aChangedRouteHoldsForNewClientsAndLeavesTheOthersWhereTheyAre() {
        String clusters = "clusters: {a: {backends: [\"127.0.0.1:%d\"]}, b: {backends: [\"127.0.0.1:%d\"]}}\n"
                .formatted(one.port(), two.port());
        try (ProxyUnderTest proxy = start(ONE_LISTENER + clusters + "routes: [{to: a}]\n");
                Device early = connected(proxy, "early")) {
            // when
            reload(proxy, ONE_LISTENER + clusters + "routes: [{to: b}]\n");

            // then
            try (Device late = connected(proxy, "late")) {
                assertThat(text(two.awaitConnection(0).awaitConnect())).contains("late");
                assertEchoes(early);
                assertEchoes(late);
            }
            assertThat(one.connections()).hasSize(1);
        }
    }

    @Test
    void aBackendThatStaysKeepsItsCountsAndOneThatLeavesGetsNobodyAnyMore() {
        try (ProxyUnderTest proxy = start(ONE_LISTENER + backends("\"127.0.0.1:" + one.port() + "\""))) {
            Device early = connected(proxy, "early");
            // when another one comes
            reload(
                    proxy,
                    ONE_LISTENER + backends("\"127.0.0.1:" + one.port() + "\", \"127.0.0.1:" + two.port() + "\""));

            // then
            assertThat(proxy.metric("mqttproxy_backend_connections", backend(one)))
                    .isEqualTo(1);
            assertThat(proxy.metric("mqttproxy_backend_connections", backend(two)))
                    .isZero();

            // when the first one leaves
            reload(proxy, ONE_LISTENER + backends("\"127.0.0.1:" + two.port() + "\""));
            for (int i = 0; i < 4; i++) {
                connected(proxy, "late-" + i).close();
            }

            // then
            assertThat(one.connections()).hasSize(1);
            assertEchoes(early);
            assertThat(proxy.metric("mqttproxy_backend_connections", backend(one)))
                    .isEqualTo(1);

            // when its last client leaves, the metrics forget it
            early.close();
            await().atMost(LIMIT).until(() -> !proxy.get("/metrics").body().contains(backend(one)));
            assertThat(proxy.get("/metrics").body()).contains(backend(two));
        }
    }

    @Test
    void aChangedWeightTakesABackendOutOfServiceAndBack() {
        String both = "{address: \"127.0.0.1:%d\", weight: %d}, \"127.0.0.1:%d\"";
        try (ProxyUnderTest proxy = start(ONE_LISTENER + backends(both.formatted(one.port(), 0, two.port())))) {
            // given
            for (int i = 0; i < 4; i++) {
                connected(proxy, "early-" + i).close();
            }
            assertThat(one.connections()).isEmpty();

            // when
            reload(proxy, ONE_LISTENER + backends(both.formatted(one.port(), 1000, two.port())));
            for (int i = 0; i < 4; i++) {
                connected(proxy, "late-" + i).close();
            }

            // then
            assertThat(one.connections()).isNotEmpty();
        }
    }

    @Test
    void anEjectedBackendStaysEjected() {
        // given a backend that nobody listens on
        String listed = "ejection: {base: 10m, max: 10m}, backends: [\"127.0.0.1:1\", \"127.0.0.1:%d\"]";
        String clusters = "clusters: {brokers: {" + listed.formatted(one.port()) + "}}\n";
        try (ProxyUnderTest proxy = start(ONE_LISTENER + clusters)) {
            for (int i = 0; i < 4; i++) {
                connected(proxy, "early-" + i).close();
            }
            assertThat(proxy.metric("mqttproxy_backend_up", "backend=\"127.0.0.1:1\""))
                    .isZero();
            double failures = proxy.metric("mqttproxy_backend_connect_failures_total");

            // when
            reload(proxy, ONE_LISTENER + clusters + "shutdown: {pace: 10/s}\n");
            connected(proxy, "late").close();

            // then
            assertThat(proxy.metric("mqttproxy_backend_up", "backend=\"127.0.0.1:1\""))
                    .isZero();
            assertThat(proxy.metric("mqttproxy_backend_connect_failures_total")).isEqualTo(failures);
        }
    }

    @Test
    void aNewListenerServesAndOneThatIsGoneAcceptsNobodyWhileItsClientsStay() {
        String clusters = backends("\"127.0.0.1:" + one.port() + "\"");
        try (ProxyUnderTest proxy = start(ONE_LISTENER + clusters);
                Device early = connected(proxy, "early")) {
            int port = proxy.port("mqtt");

            // when
            reload(proxy, "listeners: {other: {bind: \"127.0.0.1:0\"}}\n" + clusters);

            // then
            try (Device late = Device.plain(proxy.port("other"))) {
                late.send(Packets.connect311("late")).read(4);
                assertEchoes(late);
            }
            assertEchoes(early);
            assertThatThrownBy(() -> Device.plain(port)).isInstanceOf(UncheckedIOException.class);
            proxy.assertBooksBalance();
        }
    }

    @Test
    void changedLimitsCountTheConnectionsThatAreOpenAlready() {
        String clusters = backends("\"127.0.0.1:" + one.port() + "\"");
        try (ProxyUnderTest proxy = start(ONE_LISTENER + clusters);
                Device first = connected(proxy, "first");
                Device second = connected(proxy, "second")) {
            // when
            reload(proxy, "listeners: {mqtt: {bind: \"127.0.0.1:0\", limits: {connections: 2}}}\n" + clusters);

            // then
            try (Device third = Device.plain(proxy.port("mqtt"))) {
                assertThat(third.ends()).isTrue();
            }
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"limit_global\"");
            assertEchoes(first);
            assertEchoes(second);
        }
    }

    @Test
    void tellsWhatServesWithoutItsSecretsAndTakesANewToken() {
        String good = ONE_LISTENER + backends("\"127.0.0.1:" + one.port() + "\"");
        try (ProxyUnderTest proxy = start(good)) {
            // when
            String other = good + REST.replace(TOKEN, "an0ther");
            reload(proxy, good, REST.replace(TOKEN, "an0ther"));

            // then
            assertThat(proxy.post("/api/v1/reload", TOKEN, "").statusCode()).isEqualTo(401);
            assertThat(proxy.reload(other, "an0ther").statusCode()).isEqualTo(200);
            String shown = proxy.get("/api/v1/config").body();
            assertThat(shown)
                    .doesNotContain("an0ther")
                    .contains("\"token\":\"***\"", "\"lastReload\":{", "\"result\":\"ok\"");
            assertThat(proxy.metric("mqttproxy_config_hash_info", "hash=\"" + hash(shown) + "\""))
                    .isEqualTo(1);
            assertThat(proxy.metric("mqttproxy_config_last_reload_success_timestamp_seconds"))
                    .isPositive();
        }
    }

    @Test
    void looksAtTheFileWhenToldTo() {
        String watched = ONE_LISTENER + "reload: {config: 100ms}\n" + REST;
        try (ProxyUnderTest proxy =
                ProxyUnderTest.exactly(folder, watched + backends("\"127.0.0.1:" + one.port() + "\""))) {
            // when
            proxy.rewrite(watched + backends("\"127.0.0.1:" + two.port() + "\""));

            // then
            await().atMost(LIMIT).until(() -> proxy.metric("mqttproxy_config_reloads_total", "result=\"ok\"") == 1);
            connected(proxy, "late").close();
            assertThat(two.connections()).hasSize(1);

            // when the file cannot be used, and when it can again
            proxy.rewrite("listeners: {}\n");
            await().atMost(LIMIT).until(() -> proxy.metric("mqttproxy_config_reloads_total", "result=\"failed\"") == 1);
            proxy.rewrite(watched + backends("\"127.0.0.1:" + one.port() + "\""));

            // then
            await().atMost(LIMIT).until(() -> proxy.metric("mqttproxy_config_reloads_total", "result=\"ok\"") == 2);
        }
    }

    private ProxyUnderTest start(String yaml) {
        return ProxyUnderTest.exactly(folder, yaml + REST);
    }

    private static void reload(ProxyUnderTest proxy, String yaml) {
        reload(proxy, yaml, REST);
    }

    private static void reload(ProxyUnderTest proxy, String yaml, String rest) {
        HttpResponse<String> answer = proxy.reload(yaml + rest, TOKEN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String backends(String list) {
        return "clusters: {brokers: {backends: [" + list + "]}}\n";
    }

    private static String backend(StubBroker broker) {
        return "backend=\"127.0.0.1:" + broker.port() + "\"";
    }

    private static Device connected(ProxyUnderTest proxy, String clientId) {
        Device device = Device.plain(proxy.port("mqtt"));
        assertThat(device.send(Packets.connect311(clientId)).read(4)).isEqualTo(Packets.CONNACK_3);
        return device;
    }

    private static void assertEchoes(Device device) {
        byte[] publish = Packets.publish311("t", new byte[10]);
        assertThat(device.send(publish).read(publish.length)).isEqualTo(publish);
    }

    private static String hash(String shown) {
        return shown.substring("{\"hash\":\"".length(), shown.indexOf("\",\"since\""));
    }

    private static String text(byte[] connect) {
        return new String(connect, StandardCharsets.ISO_8859_1);
    }
}
