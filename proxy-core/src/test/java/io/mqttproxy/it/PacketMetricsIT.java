package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is counted of MQTT itself. */
@Timeout(60)
class PacketMetricsIT {

    private static final byte[] PINGREQ = {(byte) 0xC0, 0x00};
    private static final String PACKETS = "mqttproxy_packets_total";
    private static final String TO_BACKEND = "direction=\"client_to_backend\"";
    private static final String TO_CLIENT = "direction=\"backend_to_client\"";

    @TempDir
    private Path folder;

    private StubBroker broker;

    @BeforeEach
    void start() {
        broker = StubBroker.start(StubBehaviour.accepting().thenEchoing());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private ProxyUnderTest proxy(String metrics) {
        return ProxyUnderTest.start(folder, """
                listeners:
                  mqtts: {bind: "127.0.0.1:0"}
                clusters:
                  brokers: {backends: ["127.0.0.1:%d"]}
                logging: {access: "off"}
                %s
                """.formatted(broker.port(), metrics));
    }

    @Test
    void countsPacketsByTypeAndDirection() {
        byte[] publish = Packets.publish311("t", new byte[] {1});
        try (ProxyUnderTest proxy = proxy("metrics: {packets: true}")) {
            // when a client sends two of one kind and one of another, and the broker all of them back
            try (Device device = Device.plain(proxy.port())) {
                device.send(Packets.connect311("d")).read(4);
                byte[] all = Packets.joined(publish, PINGREQ, publish);
                assertThat(device.send(all).read(all.length)).isEqualTo(all);
            }
            // and another one does not say anything behind its CONNECT
            try (Device device = Device.plain(proxy.port())) {
                device.send(Packets.connect311("e")).read(4);
            }

            // then
            proxy.awaitMetric(2, PACKETS, TO_BACKEND, "type=\"connect\"");
            proxy.awaitMetric(2, PACKETS, TO_BACKEND, "type=\"publish\"");
            proxy.awaitMetric(1, PACKETS, TO_BACKEND, "type=\"pingreq\"");
            proxy.awaitMetric(2, PACKETS, TO_CLIENT, "type=\"connack\"");
            proxy.awaitMetric(2, PACKETS, TO_CLIENT, "type=\"publish\"");
            assertThat(proxy.metric(PACKETS)).isEqualTo(10); // the echoed PINGREQ is the tenth
            assertThat(proxy.metric("mqttproxy_connacks_total", "code=\"0x00\""))
                    .isEqualTo(2);
        }
    }

    @Test
    void countsNoPacketsUnlessAskedTo() {
        try (ProxyUnderTest proxy = proxy("");
                Device device = Device.plain(proxy.port())) {
            device.send(Packets.connect311("d")).read(4);

            assertThat(proxy.get("/metrics").body()).doesNotContain(PACKETS);
        }
    }

    @Test
    void hasAsManySeriesAsBeforeWhateverClientsSend() {
        try (ProxyUnderTest proxy = proxy("metrics: {packets: true}")) {
            Set<String> before = series(proxy);
            SplittableRandom random = new SplittableRandom(47);

            // when
            for (int i = 0; i < 200; i++) {
                byte[] noise = new byte[random.nextInt(1, 300)];
                random.nextBytes(noise);
                try (Device device = Device.plain(proxy.port())) {
                    boolean knocks = random.nextBoolean();
                    if (knocks) {
                        device.send(Packets.connect311("d-" + i)).read(4);
                    }
                    device.send(noise);
                }
            }
            proxy.awaitMetric(0, "mqttproxy_client_connections");

            // then
            assertThat(proxy.metric(PACKETS, TO_BACKEND)).isGreaterThan(100);
            assertThat(series(proxy)).isEqualTo(before);
        }
    }

    private static Set<String> series(ProxyUnderTest proxy) {
        return proxy.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("mqttproxy_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toSet());
    }
}
