package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the admin port says of listeners, certificates and those who were refused. */
@Timeout(60)
class OperatorViewsIT {

    @TempDir
    private Path folder;

    private TestPki pki;
    private StubBroker broker;
    private ProxyUnderTest proxy;

    @BeforeEach
    void start() {
        pki = TestPki.in(folder);
        broker = StubBroker.start(StubBehaviour.accepting().thenEchoing());
        proxy = ProxyUnderTest.mutual(
                folder, pki, "limits: {connections: 1234}", "backends: [\"127.0.0.1:" + broker.port() + "\"]");
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    @Test
    void namesTheCertificateOfEachBundleWithTheDaysThatAreLeftAndItsPlace() {
        // when
        String json = proxy.get("/api/v1/certificates").body();
        String text = proxy.get("/api/v1/certificates", "Accept", "text/plain").body();

        // then
        assertThat(json)
                .startsWith("{\"certificates\":[{\"bundle\":\"server\",\"origin\":\"file\",\"daysLeft\":")
                .containsPattern("\"daysLeft\":[0-9]+,")
                .containsPattern("\"subject\":\"CN=localhost\",\"issuer\":\"CN=[^\"]+\",\"serial\":\"[0-9a-f]+\"")
                .containsPattern("\"fingerprint\":\"[0-9a-f]{64}\"")
                .containsPattern("\"names\":\\[\"(DNS|IP):")
                .contains("\"uses\":[{\"listener\":\"mqtts\",\"sni\":[]}]");
        assertThat(text.lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("server ")
                .contains("listener mqtts");
    }

    @Test
    void countsWhatHasHappenedAtEachListener() {
        // given one that is connected and one that has no certificate
        try (Device device = Device.connect(pki, proxy.port(), pki.client("device-a"))) {
            device.send(Packets.connect311("watched")).read(4);
            try (Device stranger = Device.connect(pki, proxy.port(), null)) {
                assertThat(stranger.ends()).isTrue();
            }
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"no_cert\"");

            // then
            assertThat(proxy.get("/api/v1/listeners").body())
                    .startsWith("{\"listeners\":[{\"name\":\"mqtts\",\"address\":\"127.0.0.1:" + proxy.port() + "\"")
                    .contains("\"tls\":true,\"clientAuth\":\"required\",\"proxyProtocol\":false")
                    .contains("\"connections\":1,\"connectionsLimit\":1234,\"accepted\":2,\"refused\":{\"no_cert\":1}")
                    .contains("\"fullHandshakes\":{\"failed\":1,\"ok\":1}");
            assertThat(proxy.get("/api/v1/status").body())
                    .contains("\"ready\":true", "\"connections\":1,\"refused\":{\"no_cert\":1}", "\"daysLeft\":");
            assertThat(proxy.get("/api/v1/refusals?address=127.0.0.1").body())
                    .contains("\"reason\":\"no_cert\",\"listener\":\"mqtts\",\"client\":\"127.0.0.1:");
        }
    }

    @Test
    void doesNotAnswerAWebPageThatHasGivenOurAddressANameOfItsOwn() {
        assertThat(Requests.status(proxy, "/api/v1/sessions", "evil.example.com"))
                .isEqualTo(403);
        assertThat(Requests.status(proxy, "/api/v1/events", "evil.example.com:9090"))
                .isEqualTo(403);
        assertThat(Requests.status(proxy, "/metrics", "proxy.monitoring.svc")).isEqualTo(200);
        assertThat(Requests.status(proxy, "/api/v1/sessions", "localhost:9090")).isEqualTo(200);
    }
}
