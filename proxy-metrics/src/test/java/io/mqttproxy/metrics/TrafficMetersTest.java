package io.mqttproxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of the traffic beside connections and bytes. */
class TrafficMetersTest {

    private final ProxyMetrics metrics = new ProxyMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void countsConnacksGroupsAndPauses() {
        ListenerMetrics listener = metrics.listener("mqtts", Events.ALL);
        listener.connack(0);
        listener.connack(0x87);
        listener.connack(0x42);
        listener.keyExchange("X25519");
        listener.keyExchange(null);
        listener.paused(Direction.CLIENT_TO_BACKEND);

        Samples samples = samples();
        for (String series : List.of(
                "mqttproxy_connacks_total{code=\"0x00\",listener=\"mqtts\"}",
                "mqttproxy_connacks_total{code=\"0x87\",listener=\"mqtts\"}",
                "mqttproxy_connacks_total{code=\"other\",listener=\"mqtts\"}",
                "mqttproxy_tls_key_exchanges_total{group=\"X25519\",listener=\"mqtts\"}",
                "mqttproxy_tls_key_exchanges_total{group=\"other\",listener=\"mqtts\"}",
                "mqttproxy_paused_reads_total{direction=\"client_to_backend\",listener=\"mqtts\"}")) {
            assertThat(samples.value(series)).as(series).isEqualTo(1);
        }
        assertThat(samples.sum("mqttproxy_connacks_total")).isEqualTo(3);
        assertThat(samples.sum("mqttproxy_tls_key_exchanges_total")).isEqualTo(2);
        assertThat(samples.sum("mqttproxy_paused_reads_total")).isEqualTo(1);
    }

    @Test
    void showsPacketsOnlyWhereTheyAreCounted() {
        ListenerMetrics listener = metrics.listener("mqtts", Events.ALL);
        assertThat(metrics.scrape()).doesNotContain("mqttproxy_packets_total");

        // when
        AtomicLong publishes = new AtomicLong(5);
        listener.packets(
                List.of(Events.Packet.values()),
                (direction, type) -> direction == Direction.CLIENT_TO_BACKEND && type == Events.Packet.PUBLISH
                        ? publishes.get()
                        : 0);
        publishes.set(7);
        System.gc(); // What is followed must not be held weakly.

        // then
        Samples samples = samples();
        assertThat(samples.value("mqttproxy_packets_total"
                        + "{direction=\"client_to_backend\",listener=\"mqtts\",type=\"publish\"}"))
                .isEqualTo(7);
        assertThat(samples.value("mqttproxy_packets_total"
                        + "{direction=\"backend_to_client\",listener=\"mqtts\",type=\"pingreq\"}"))
                .isZero();
    }

    @Test
    void showsTheMemoryOfNetworkBuffers() {
        metrics.process().bufferMemory(() -> 4096, () -> 17);

        assertThat(samples().value("mqttproxy_buffer_memory_bytes{area=\"direct\"}"))
                .isEqualTo(4096);
        assertThat(samples().value("mqttproxy_buffer_memory_bytes{area=\"heap\"}"))
                .isEqualTo(17);
    }

    private Samples samples() {
        return Samples.of(metrics.scrape());
    }
}
