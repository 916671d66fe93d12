package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.DnsReply;
import io.mqttproxy.testsupport.NameServer;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A proxy whose backends stand in DNS, and a name server that misbehaves. */
@Timeout(120)
class DnsDiscoveryIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SERVICE = "_mqtt._tcp.brokers.test.";

    @TempDir
    private Path folder;

    private final NameServer names = NameServer.start();
    private final StubBroker one = StubBroker.start(StubBehaviour.accepting().thenEchoing());
    private final StubBroker two = StubBroker.start(StubBehaviour.accepting());
    private final List<Device> devices = new ArrayList<>();
    private int clients;

    @AfterEach
    void stop() {
        devices.forEach(Device::close);
        one.close();
        two.close();
        names.close();
    }

    @Test
    void servesTheFirstClientFromWhatItHasLookedUp() {
        names.udp(services(one, two));
        try (ProxyUnderTest proxy = start("")) {
            serve(proxy, 4);

            assertThat(connections(proxy, one)).isEqualTo(2);
            assertThat(connections(proxy, two)).isEqualTo(2);
            assertThat(proxy.metric("mqttproxy_discovery_backends")).isEqualTo(2);
            assertThat(proxy.metric("mqttproxy_discovery_last_success_timestamp_seconds"))
                    .isGreaterThan(1_700_000_000);
        }
    }

    @Test
    void keepsTheLastGoodListWhateverTheNameServerDoes() {
        names.udp(services(one, two));
        try (ProxyUnderTest proxy = start("2s", "")) {
            // given a first look that was not too late
            proxy.awaitMetric(2, "mqttproxy_discovery_backends");

            // when it has every fault in turn
            names.udp(DnsReply.code(DnsResponseCode.NXDOMAIN));
            awaitLookup(proxy, "not_found");
            names.udp(DnsReply.of());
            awaitLookup(proxy, "empty");
            names.udp(DnsReply.code(DnsResponseCode.SERVFAIL));
            awaitLookup(proxy, "refused");
            names.udp(services(one).after(Duration.ofMinutes(5)));
            awaitLookup(proxy, "timeout");
            names.udp(services(one).withForgedId(), services(one).toAnotherQuestion("other.test."));
            awaitAnotherLook();

            // then
            serve(proxy, 4);
            assertThat(connections(proxy, one)).isEqualTo(2);
            assertThat(connections(proxy, two)).isEqualTo(2);
            assertThat(proxy.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void takesNewBackendsInAndLeavesTheClientsOfThoseThatLeft() {
        names.udp(services(one));
        try (ProxyUnderTest proxy = start("health: {type: mqtt, interval: 2s, timeout: 2s}")) {
            Device old = serve(proxy, 1);

            // when the only broker is replaced by another one
            names.udp(services(two));
            awaitTaken(proxy, two);

            // then new clients go there, and the old one is still served
            serve(proxy, 3);
            assertThat(connections(proxy, two)).isEqualTo(3);
            assertThat(connections(proxy, one)).isEqualTo(1);
            byte[] message = Packets.publish311("t", new byte[] {1, 2, 3});
            assertThat(old.send(message).read(message.length)).isEqualTo(message);

            // when it leaves, the metrics forget its backend
            old.close();
            await().atMost(LIMIT).until(() -> !proxy.get("/metrics").body().contains(backend(one)));
            proxy.assertBooksBalance();
        }
    }

    @Test
    void asksOverTcpForAnAnswerThatWasCutOff() {
        names.udp(services(one).cutOff()).tcp(services(one, two));
        try (ProxyUnderTest proxy = start("")) {
            serve(proxy, 2);

            assertThat(connections(proxy, two)).isEqualTo(1);
            assertThat(names.tcpQueries()).isPositive();

            // no resolver may be closed that still holds an answer which was cut off
            names.udp(services(one, two));
            awaitAnotherLook();
        }
    }

    @Test
    void startsWithoutBackendsAndServesAsSoonAsThereAreSome() {
        names.udp(DnsReply.code(DnsResponseCode.NXDOMAIN));
        try (ProxyUnderTest proxy = start("")) {
            // given
            Device early = Device.plain(proxy.port("mqtt"));
            devices.add(early);
            assertThat(early.send(Packets.connect311("early")).readToEnd()).containsExactly(0x20, 0x02, 0x00, 0x03);
            assertThat(proxy.get("/readyz").statusCode()).isEqualTo(503);

            // when
            names.udp(services(one));

            // then
            await().atMost(LIMIT).until(() -> proxy.get("/readyz").statusCode() == 200);
            serve(proxy, 1);
        }
    }

    @Test
    void servesFromItsOwnBackendsWhileDnsIsAway() {
        try (ProxyUnderTest proxy = start("1s", "backends: [\"127.0.0.1:" + one.port() + "\"]")) {
            serve(proxy, 1);

            names.udp(services(two));
            awaitTaken(proxy, two);
            serve(proxy, 3);
            assertThat(connections(proxy, two)).isPositive();
        }
    }

    private Device serve(ProxyUnderTest proxy, int count) {
        Device last = null;
        for (int i = 0; i < count; i++) {
            last = Device.plain(proxy.port("mqtt"));
            devices.add(last);
            assertThat(last.send(Packets.connect311("client-" + clients++)).read(4))
                    .isEqualTo(Packets.CONNACK_3);
        }
        return Objects.requireNonNull(last);
    }

    private static double connections(ProxyUnderTest proxy, StubBroker broker) {
        return proxy.metric("mqttproxy_backend_connections", backend(broker));
    }

    private static String backend(StubBroker broker) {
        return ":" + broker.port() + "\"";
    }

    /** The metrics know a backend a moment before clients get there; they do once the look is counted. */
    private static void awaitTaken(ProxyUnderTest proxy, StubBroker broker) {
        proxy.awaitMetric(1, "mqttproxy_backend_up", backend(broker));
        double looks = proxy.metric("mqttproxy_discovery_lookups_total", "result=\"ok\"");
        proxy.awaitCount(looks + 1, "mqttproxy_discovery_lookups_total", "result=\"ok\"");
    }

    /** Waits until a look that began after this call is over. */
    private void awaitAnotherLook() {
        int asked = names.udpQueries();
        await().atMost(LIMIT).until(() -> names.udpQueries() > asked + 1);
    }

    private static void awaitLookup(ProxyUnderTest proxy, String result) {
        await(result)
                .atMost(LIMIT)
                .until(() -> proxy.metric("mqttproxy_discovery_lookups_total", "result=\"" + result + "\"") > 0);
    }

    /** These brokers for no time at all, so that the floor decides when it is asked again. */
    private static DnsReply services(StubBroker... brokers) {
        DnsReply.Answer[] records = new DnsReply.Answer[brokers.length];
        for (int i = 0; i < brokers.length; i++) {
            records[i] = DnsReply.service(SERVICE, 0, 0, 1, brokers[i].port(), "localhost");
        }
        return DnsReply.of(records);
    }

    private ProxyUnderTest start(String cluster) {
        return start("10s", cluster);
    }

    private ProxyUnderTest start(String timeout, String cluster) {
        return ProxyUnderTest.start(folder, """
                listeners:
                  mqtt: {bind: 127.0.0.1:0}
                clusters:
                  brokers:
                    discovery:
                      dns: _mqtt._tcp.brokers.test
                      type: srv
                      servers: ["127.0.0.1:%d"]
                      refresh: {min: 100ms, max: 200ms}
                      timeout: %s
                %s
                logging: {access: "off"}
                """.formatted(names.address().getPort(), timeout, cluster.indent(4)));
    }
}
