package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.ClientFleet;
import io.mqttproxy.testsupport.ClientFleet.Client;
import io.mqttproxy.testsupport.PublishingBroker;
import io.mqttproxy.testsupport.StallMeter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that an operator moves to other backends, with packets on their way all the time. */
@Timeout(120)
class MovingClientsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TOKEN = "let-me-in";

    /** MQTT 5 section 3.14: DISCONNECT with the reason code Use another server. */
    private static final byte[] USE_ANOTHER_SERVER = {
        (byte) 0xE0, // packet type and flags
        0x0A, // remaining length
        (byte) 0x9C, // reason code
        0x08, // property length
        0x1F, // reason string
        0x00, // its length
        0x05,
        'm',
        'o',
        'v',
        'e',
        'd',
    };

    @TempDir
    private Path folder;

    private PublishingBroker one;
    private PublishingBroker two;
    private ProxyUnderTest proxy;
    private ClientFleet fleet;

    @BeforeEach
    void start() throws Exception {
        one = PublishingBroker.start();
        two = PublishingBroker.start();
        fleet = new ClientFleet();
        Files.writeString(folder.resolve("token"), TOKEN);
        proxy = proxy("\"127.0.0.1:%d\", \"127.0.0.1:%d\", {address: \"127.0.0.1:1\", name: spare, weight: 0}"
                .formatted(one.port(), two.port()));
    }

    private ProxyUnderTest proxy(String backends) {
        return ProxyUnderTest.startWithAdmin(
                folder, """
                listeners:
                  mqtt:
                    bind: 127.0.0.1:0
                    limits: {perSource: 10000, handshakes: "off"}
                clusters:
                  brokers:
                    backends: [%s]
                    balance: leastConnections
                    selfTest: false
                logging: {access: "off"}
                """.formatted(backends), "{bind: \"127.0.0.1:0\", token: {file: token}}");
    }

    @AfterEach
    void stop() {
        fleet.close();
        proxy.close();
        one.close();
        two.close();
    }

    @Test
    void aThousandOfEachVersionAreDrainedAtThePaceAndNoneSeesATornPacket() {
        // given all on one backend, because the other one is drained
        drain(two, "");
        List<Client> modern = connect5(1_000);
        List<Client> old = connect311(1_000);
        proxy.awaitMetric(2_000, "mqttproxy_backend_connections", name(one));

        // when
        double stalled;
        try (StallMeter stalls = StallMeter.start()) {
            HttpResponse<String> answer = drain(one, "{\"pace\": \"500/s\"}");
            assertThat(answer.body()).isEqualTo("{\"draining\":true,\"connections\":2000,\"pace\":\"500/s\"}\n");
            await().atMost(LIMIT)
                    .until(() -> fleet.clients().stream().limit(2_000).allMatch(Client::closed));
            stalled = stalls.seconds();
        }

        // then
        assertPace(500, stalled);
        assertThat(modern).allSatisfy(client -> assertThat(last(client)).isEqualTo(USE_ANOTHER_SERVER));
        assertThat(old).allSatisfy(client -> assertThat(last(client)[0] & 0xFF).isIn(0x20, 0x30)); // CONNACK or PUBLISH
        assertThat(fleet.clients()).extracting(Client::trouble).containsOnlyNulls();
        proxy.awaitMetric(2_000, "mqttproxy_client_disconnects_total", "cause=\"moved\"");
        proxy.assertBooksBalance();
    }

    @Test
    void clientsOfABrokerThatIsNeverBetweenTwoPacketsAreMovedAllTheSame() {
        // given
        try (PublishingBroker busy = PublishingBroker.startBusy();
                ProxyUnderTest other = proxy("\"127.0.0.1:" + busy.port() + "\"")) {
            List<Client> modern = connect(other, 50, true);
            List<Client> old = connect(other, 50, false);

            // when
            other.post("/api/v1/backends/127.0.0.1:" + busy.port() + "/drain", TOKEN, "{\"pace\": \"500/s\"}");

            // then behind a whole packet: who is waited for no longer would be cut off in the middle of one
            await().atMost(LIMIT).until(() -> fleet.clients().stream().allMatch(Client::closed));
            assertThat(modern).allSatisfy(client -> assertThat(last(client)).isEqualTo(USE_ANOTHER_SERVER));
            assertThat(old)
                    .allSatisfy(client -> assertThat(last(client)[0] & 0xFF).isIn(0x20, 0x30));
            other.assertBooksBalance();
        }
    }

    private static byte[] last(Client client) {
        List<byte[]> packets = client.packets();
        return packets.get(packets.size() - 1);
    }

    /**
     * Between the first end and the last one; and never many at once. What the machine stood still is not counted, but a busy
     * one may also take its core from the proxy alone, which then makes up for it.
     */
    private void assertPace(int perSecond, double stalled) {
        List<Long> ends =
                fleet.clients().stream().map(Client::closedNanos).sorted().toList();
        double seconds = (ends.get(ends.size() - 1) - ends.get(0)) / 1e9;
        double expected = (double) ends.size() / perSecond;
        assertThat(seconds).isCloseTo(expected, within(expected / 2 + stalled));
        for (int second = 1; second < expected; second++) {
            long until = ends.get(0) + Duration.ofSeconds(second).toNanos();
            long ended = ends.stream().filter(end -> end <= until).count();
            assertThat((double) ended).as("after %s s", second).isLessThan((second + 1 + stalled) * perSecond);
        }
    }

    @Test
    void newClientsGoElsewhereFromTheFirstMomentAndComeBackAfterRestore() {
        // given
        drain(one, "{\"pace\": \"1/s\"}");

        // when
        connect5(20);

        // then
        assertThat(two.connected()).isEqualTo(20);
        assertThat(proxy.get("/api/v1/clusters").body())
                .contains("\"state\":\"DRAINED\",\"reason\":\"drained by an operator\"", "\"draining\":true");

        // and when
        assertThat(proxy.post("/api/v1/backends/127.0.0.1:" + one.port() + "/restore", TOKEN, "")
                        .statusCode())
                .isEqualTo(200);
        connect5(20);

        // then they go where the fewest are
        assertThat(one.connected()).isEqualTo(20);
    }

    @Test
    void restoreSaysThatItCannotGiveAWeight() {
        // when
        HttpResponse<String> answer = proxy.post("/api/v1/backends/spare/restore", TOKEN, "");

        // then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("has weight 0 in the configuration (expected: another weight there)");
    }

    @Test
    void nobodyDrainsWithoutTheToken() {
        // given
        String path = "/api/v1/backends/127.0.0.1:" + one.port() + "/drain";

        // then
        assertThat(proxy.post(path, "wrong", "").statusCode()).isEqualTo(401);
        assertThat(proxy.get(path).statusCode()).isEqualTo(405);
        assertThat(proxy.metric("mqttproxy_backend_up", name(one))).isEqualTo(1);
    }

    @Test
    void aRebalanceMovesAsManyAsAnEvenShareNeedsAndTheyFindTheirPlace() {
        // given all on one backend, because the other one was drained
        drain(two, "");
        connect311(100);
        proxy.post("/api/v1/backends/127.0.0.1:" + two.port() + "/restore", TOKEN, "");

        // when
        HttpResponse<String> answer = proxy.post("/api/v1/clusters/brokers/rebalance", TOKEN, "{\"pace\": \"500/s\"}");

        // then
        assertThat(answer.body()).isEqualTo("{\"moving\":50,\"pace\":\"500/s\"}\n");
        await().atMost(LIMIT).until(() -> one.connected() == 50);
        connect311(50); // those who were moved come back
        assertThat(two.connected()).isEqualTo(50);
        assertThat(one.connected()).isEqualTo(50);
        proxy.awaitMetric(50, "mqttproxy_client_disconnects_total", "cause=\"moved\"");
    }

    private HttpResponse<String> drain(PublishingBroker broker, String body) {
        return proxy.post("/api/v1/backends/127.0.0.1:" + broker.port() + "/drain", TOKEN, body);
    }

    private List<Client> connect5(int count) {
        return connect(proxy, count, true);
    }

    private List<Client> connect311(int count) {
        return connect(proxy, count, false);
    }

    /** Connects so many and waits for their CONNACKs. */
    private List<Client> connect(ProxyUnderTest to, int count, boolean modern) {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String clientId = "d" + fleet.clients().size();
            byte[] connect = modern ? Packets.connect5(clientId) : Packets.connect311(clientId);
            clients.add(fleet.connect(to.port("mqtt"), connect));
        }
        await().atMost(LIMIT).until(() -> clients.stream().allMatch(Client::answered));
        return clients;
    }

    private static String name(PublishingBroker broker) {
        return "backend=\"127.0.0.1:" + broker.port() + "\"";
    }
}
