package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand clients that are connected and three hundred new ones in a second notice nothing of a reload. */
class ReloadUnderLoadIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int STAYING = 1_000;
    private static final int PER_SECOND = 300;

    @TempDir
    private Path folder;

    private StubBroker one;
    private StubBroker two;
    private TestPki pki;
    private TestCertificate server;

    @BeforeEach
    void start() {
        one = StubBroker.start(StubBehaviour.accepting());
        two = StubBroker.start(StubBehaviour.accepting());
        pki = TestPki.in(folder);
        server = pki.server();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    @Test
    void dropsAndRefusesNobody() throws Exception {
        // given
        String start = yaml("", "perSource: 100000", "\"127.0.0.1:%d\"".formatted(one.port()));
        try (ProxyUnderTest proxy = ProxyUnderTest.exactly(folder, start);
                MqttLoad load = new MqttLoad(pki, proxy.port())) {
            load.hold(STAYING);
            await().atMost(LIMIT).until(() -> load.staying() == STAYING);
            ScheduledFuture<?> arrivals = load.come(PER_SECOND);
            int broken = 0;

            // when everything that can change does, and each time a broken file comes before
            for (String next : changes()) {
                int before = load.served();
                await().atMost(LIMIT).until(() -> load.served() > before + PER_SECOND / 2);
                assertThat(proxy.reload("listeners: {}", "token").statusCode()).isEqualTo(422);
                broken++;
                assertThat(proxy.reload(next, "token").statusCode()).isEqualTo(200);
            }
            int before = load.served();
            await().atMost(LIMIT).until(() -> load.served() > before + PER_SECOND);
            arrivals.cancel(false);
            await().atMost(LIMIT).until(() -> load.underWay() == 0);

            // then
            assertThat(load.failures()).isEmpty();
            assertThat(load.staying()).isEqualTo(STAYING);
            assertThat(one.connections()).isNotEmpty();
            assertThat(two.connections()).isNotEmpty();
            assertThat(proxy.metric("mqttproxy_client_connections_refused_total"))
                    .isZero();
            assertThat(proxy.metric("mqttproxy_config_reloads_total", "result=\"failed\""))
                    .isEqualTo(broken);
            proxy.awaitMetric(STAYING, "mqttproxy_client_connections");
            proxy.assertBooksBalance();
        }
    }

    private List<String> changes() {
        String onlyOne = "\"127.0.0.1:%d\"".formatted(one.port());
        String onlyTwo = "\"127.0.0.1:%d\"".formatted(two.port());
        String both = "\"127.0.0.1:%d\", {address: \"127.0.0.1:%d\", weight: 3}".formatted(one.port(), two.port());
        List<String> changes = new ArrayList<>();
        changes.add(yaml("", "perSource: 100000", onlyOne + ", " + onlyTwo));
        changes.add(yaml("", "perSource: 100000, handshakes: 5000/s", both));
        changes.add(yaml("  more: {bind: \"127.0.0.1:0\"}", "perSource: 90000", onlyTwo));
        server = pki.server(); // another certificate, and the other listener is gone
        changes.add(yaml("", "perSource: 90000", onlyOne));
        return changes;
    }

    private String yaml(String moreListeners, String limits, String backends) {
        return """
                certificates: {server: {certFile: %s, keyFile: %s}}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls: {certificates: [server]}
                    limits: {%s}
                %s
                clusters: {brokers: {backends: [%s]}}
                admin: {bind: "127.0.0.1:0", token: token}
                logging: {access: "off"}
                """.formatted(server.certFile(), server.keyFile(), limits, moreListeners, backends);
    }
}
