package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.DnsReply;
import io.mqttproxy.testsupport.NameServer;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reloads of configurations whose backends stand in DNS: at no moment does a client find nobody. */
@Timeout(120)
class ReloadDiscoveryIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String TOKEN = "t0ken";
    private static final String SERVICE = "_mqtt._tcp.brokers.test.";
    private static final String REST = """
            listeners: {mqtt: {bind: "127.0.0.1:0"}}
            admin: {bind: "127.0.0.1:0", token: t0ken}
            logging: {access: "off"}
            """;

    @TempDir
    private Path folder;

    private final NameServer names = NameServer.start();
    private final NameServer otherNames = NameServer.start();
    private final StubBroker one = StubBroker.start(StubBehaviour.accepting().thenEchoing());
    private final StubBroker two = StubBroker.start(StubBehaviour.accepting().thenEchoing());
    private final List<Device> devices = new ArrayList<>();
    private int clients;

    @AfterEach
    void stop() {
        devices.forEach(Device::close);
        one.close();
        two.close();
        names.close();
        otherNames.close();
    }

    @Test
    void whatWasLookedUpServesOnWhileTheNameServerIsAway() {
        names.udp(services(one, two));
        try (ProxyUnderTest proxy = start(discovery(names))) {
            // given
            Device early = serve(proxy);
            names.udp(DnsReply.code(DnsResponseCode.SERVFAIL));

            // when
            reload(proxy, discovery(names) + "shutdown: {pace: 10/s}\n");

            // then
            serve(proxy);
            serve(proxy);
            assertThat(one.connections()).isNotEmpty();
            assertThat(two.connections()).isNotEmpty();
            assertThat(proxy.metric("mqttproxy_discovery_backends")).isEqualTo(2);
            assertThat(proxy.metric("mqttproxy_discovery_last_success_timestamp_seconds"))
                    .isPositive();
            double failed = proxy.metric("mqttproxy_discovery_lookups_total", "result=\"refused\"");
            await().atMost(LIMIT)
                    .until(() -> proxy.metric("mqttproxy_discovery_lookups_total", "result=\"refused\"") > failed);
            serve(proxy);
            byte[] message = Packets.publish311("t", new byte[] {1, 2, 3});
            assertThat(early.send(message).read(message.length)).isEqualTo(message);
        }
    }

    @Test
    void anotherNameServerTakesOverOnceItHasAnswered() {
        names.udp(services(one));
        try (ProxyUnderTest proxy = start(discovery(names))) {
            serve(proxy);

            // when one is to be asked that says nothing yet
            reload(proxy, discovery(otherNames, "1s"));

            // then
            serve(proxy);
            assertThat(one.connections()).hasSize(2);

            // when
            otherNames.udp(services(two));

            // then
            awaitTaken(proxy, two);
            serve(proxy);
            assertThat(two.connections()).hasSize(1);
        }
    }

    @Test
    void aClusterThatIsLookedUpFromNowOnHasBackendsFromTheFirstMoment() {
        names.udp(services(two).after(Duration.ofMillis(100)));
        try (ProxyUnderTest proxy = start(fixed(one))) {
            Device early = serve(proxy);

            // when
            reload(proxy, discovery(names));

            // then
            serve(proxy);
            assertThat(two.connections()).hasSize(1);
            byte[] message = Packets.publish311("t", new byte[] {1, 2, 3});
            assertThat(early.send(message).read(message.length)).isEqualTo(message);

            // when it has a list of its own again
            reload(proxy, fixed(one));

            // then
            serve(proxy);
            assertThat(one.connections()).hasSize(2);
            assertThat(proxy.get("/metrics").body()).doesNotContain("mqttproxy_discovery_backends{");
        }
    }

    @Test
    void aNameThatDoesNotExistIsRefusedBeforeAnythingChanges() {
        names.udp(DnsReply.code(DnsResponseCode.NXDOMAIN));
        try (ProxyUnderTest proxy = start(fixed(one))) {
            // when
            HttpResponse<String> answer = proxy.reload(REST + discovery(names), TOKEN);

            // then
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body())
                    .contains(
                            "proxy.yaml:4:12 clusters.brokers: no backend was found: ",
                            "NXDOMAIN",
                            "(expected: at least one to begin with)");
            serve(proxy);
            assertThat(one.connections()).hasSize(1);
        }
    }

    @Test
    void aNameServerThatSaysNothingIsRefusedInTime() {
        try (ProxyUnderTest proxy = start(fixed(one))) {
            HttpResponse<String> answer = proxy.reload(REST + discovery(names, "1s"), TOKEN);

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("no backend was found: ");
            serve(proxy);
        }
    }

    @Test
    void aClusterThatHasNobodyYetIsNoReasonToRefuse() {
        names.udp(DnsReply.code(DnsResponseCode.NXDOMAIN));
        try (ProxyUnderTest proxy = start(discovery(names))) {
            // when
            reload(proxy, discovery(names) + "shutdown: {pace: 10/s}\n");
            names.udp(services(one));

            // then
            await().atMost(LIMIT).until(() -> proxy.get("/readyz").statusCode() == 200);
            serve(proxy);
        }
    }

    @Test
    void reloadsThatComeTogetherHappenOneAfterTheOther() {
        names.udp(services(two).after(Duration.ofMillis(150)));
        try (ProxyUnderTest proxy = start(fixed(one))) {
            // when several come while the first one waits for the name server
            proxy.rewrite(REST + discovery(names));
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> proxy.post("/api/v1/reload", TOKEN, "")));
            }

            // then
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
            assertThat(proxy.metric("mqttproxy_config_reloads_total", "result=\"ok\""))
                    .isEqualTo(6);
            serve(proxy);
            assertThat(two.connections()).hasSize(1);
            proxy.awaitMetric(1, "mqttproxy_backend_up");
            proxy.assertBooksBalance();
        }
    }

    private static String fixed(StubBroker broker) {
        return "clusters: {brokers: {backends: [\"127.0.0.1:%d\"]}}\n".formatted(broker.port());
    }

    private static String discovery(NameServer server) {
        return discovery(server, "10s"); // only to be waited for where nobody answers
    }

    private static String discovery(NameServer server, String timeout) {
        return ("clusters: {brokers: {discovery: {dns: _mqtt._tcp.brokers.test, type: srv, servers: [\"127.0.0.1:%d\"],"
                        + " refresh: {min: 100ms, max: 200ms}, timeout: %s}}}\n")
                .formatted(server.address().getPort(), timeout);
    }

    private ProxyUnderTest start(String yaml) {
        return ProxyUnderTest.exactly(folder, REST + yaml);
    }

    private static void reload(ProxyUnderTest proxy, String yaml) {
        HttpResponse<String> answer = proxy.reload(REST + yaml, TOKEN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private Device serve(ProxyUnderTest proxy) {
        Device device = Device.plain(proxy.port("mqtt"));
        devices.add(device);
        assertThat(device.send(Packets.connect311("client-" + clients++)).read(4))
                .isEqualTo(Packets.CONNACK_3);
        return device;
    }

    /** The metrics know a backend a moment before clients get there; they do once the look is counted. */
    private static void awaitTaken(ProxyUnderTest proxy, StubBroker broker) {
        proxy.awaitMetric(1, "mqttproxy_backend_up", backend(broker));
        double looks = proxy.metric("mqttproxy_discovery_lookups_total", "result=\"ok\"");
        proxy.awaitCount(looks + 1, "mqttproxy_discovery_lookups_total", "result=\"ok\"");
    }

    private static String backend(StubBroker broker) {
        return ":" + broker.port() + "\"";
    }

    private static DnsReply services(StubBroker... brokers) {
        DnsReply.Answer[] records = new DnsReply.Answer[brokers.length];
        for (int i = 0; i < brokers.length; i++) {
            records[i] = DnsReply.service(SERVICE, 0, 0, 1, brokers[i].port(), "localhost");
        }
        return DnsReply.of(records);
    }
}
