package io.mqttproxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mqttproxy.metrics.Events.Cause;
import io.mqttproxy.metrics.Events.Connect;
import io.mqttproxy.metrics.Events.Handshake;
import io.mqttproxy.metrics.Events.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProxyMetricsTest {

    private static final List<Refusal> FAILURES = List.of(Refusal.values());

    private final ProxyMetrics metrics = new ProxyMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void showsEverySeriesOfAListenerBeforeTheFirstEvent() {
        metrics.listener("mqtts", Events.ALL);

        Samples samples = samples();
        assertThat(samples.ours())
                .contains(
                        "mqttproxy_client_connections{listener=\"mqtts\"}",
                        "mqttproxy_client_connections_accepted_total{listener=\"mqtts\"}",
                        "mqttproxy_client_connections_refused_total{listener=\"mqtts\",reason=\"no_backend\"}",
                        "mqttproxy_client_disconnects_total{cause=\"client_closed\",listener=\"mqtts\"}",
                        "mqttproxy_tls_handshakes_total"
                                + "{listener=\"mqtts\",result=\"failed\",resumed=\"true\",version=\"TLSv1.2\"}",
                        "mqttproxy_tls_handshake_seconds_count{listener=\"mqtts\"}",
                        "mqttproxy_connects_total{listener=\"mqtts\",result=\"refused\",version=\"3.1\"}",
                        "mqttproxy_bytes_total{direction=\"backend_to_client\",listener=\"mqtts\"}");
        assertThat(samples.ours())
                .allSatisfy(series -> assertThat(samples.value(series)).isZero());
    }

    @Test
    void showsEverySeriesOfABackendBeforeTheFirstEvent() {
        metrics.backend("brokers", "b1:1883", () -> true, () -> 7, FAILURES);

        Samples samples = samples();
        assertThat(samples.value("mqttproxy_backend_up{backend=\"b1:1883\",cluster=\"brokers\"}"))
                .isEqualTo(1);
        assertThat(samples.value("mqttproxy_backend_connections{backend=\"b1:1883\",cluster=\"brokers\"}"))
                .isEqualTo(7);
        for (Refusal reason : Refusal.values()) {
            assertThat(samples.value("mqttproxy_backend_connect_failures_total{backend=\"b1:1883\",cluster=\"brokers\","
                            + "reason=\"" + reason.label() + "\"}"))
                    .isZero();
        }
        assertThat(samples.value("mqttproxy_backend_connect_seconds_count{backend=\"b1:1883\",cluster=\"brokers\"}"))
                .isZero();
    }

    @Test
    void countsConnectionsByTheirEnd() {
        ListenerMetrics listener = metrics.listener("mqtts", Events.ALL);
        for (int i = 0; i < 10; i++) {
            listener.accepted();
        }
        listener.refused(Refusal.NO_BACKEND);
        listener.refused(Refusal.NO_BACKEND);
        listener.disconnected(Cause.BACKEND_CLOSED);

        Samples samples = samples();
        assertThat(listener.open()).isEqualTo(7);
        assertThat(samples.value("mqttproxy_client_connections{listener=\"mqtts\"}"))
                .isEqualTo(7);
        assertThat(samples.value("mqttproxy_client_connections_accepted_total{listener=\"mqtts\"}"))
                .isEqualTo(10);
        assertThat(samples.value(
                        "mqttproxy_client_connections_refused_total{listener=\"mqtts\",reason=\"no_backend\"}"))
                .isEqualTo(2);
        assertThat(samples.value("mqttproxy_client_disconnects_total{cause=\"backend_closed\",listener=\"mqtts\"}"))
                .isEqualTo(1);
    }

    @Test
    void countsHandshakesByResultVersionAndResumption() {
        ListenerMetrics listener = metrics.listener("mqtts", Events.ALL);
        listener.handshake(Handshake.OK, "TLSv1.3", true, Duration.ofMillis(3).toNanos(), "c-1");
        listener.handshake(Handshake.FAILED, null, false, Duration.ofSeconds(2).toNanos(), "c-2");
        listener.handshake(Handshake.FAILED, "SSLv2Hello", false, 1, "c-3");

        Samples samples = samples();
        assertThat(samples.value("mqttproxy_tls_handshakes_total"
                        + "{listener=\"mqtts\",result=\"ok\",resumed=\"true\",version=\"TLSv1.3\"}"))
                .isEqualTo(1);
        assertThat(samples.value("mqttproxy_tls_handshakes_total"
                        + "{listener=\"mqtts\",result=\"failed\",resumed=\"false\",version=\"other\"}"))
                .isEqualTo(2);
        assertThat(samples.sum("mqttproxy_tls_handshakes_total")).isEqualTo(3);
        assertThat(samples.value("mqttproxy_tls_handshake_seconds_bucket{listener=\"mqtts\",le=\"0.005\"}"))
                .isEqualTo(2);
        assertThat(samples.value("mqttproxy_tls_handshake_seconds_bucket{listener=\"mqtts\",le=\"2.5\"}"))
                .isEqualTo(3);
    }

    @Test
    void countsConnectsByVersionAndResult() {
        ListenerMetrics listener = metrics.listener("mqtts", Events.ALL);
        listener.connect(3, Connect.FORWARDED);
        listener.connect(4, Connect.FORWARDED);
        listener.connect(5, Connect.REFUSED);
        listener.connect(0, Connect.REFUSED);

        Samples samples = samples();
        for (String labels : List.of(
                "result=\"forwarded\",version=\"3.1\"",
                "result=\"forwarded\",version=\"3.1.1\"",
                "result=\"refused\",version=\"5\"",
                "result=\"refused\",version=\"unknown\"")) {
            assertThat(samples.value("mqttproxy_connects_total{listener=\"mqtts\"," + labels + "}"))
                    .isEqualTo(1);
        }
        assertThat(samples.sum("mqttproxy_connects_total")).isEqualTo(4);
    }

    @Test
    void countsBytesByDirection() {
        ListenerMetrics listener = metrics.listener("mqtts", Events.ALL);
        listener.bytes(Direction.CLIENT_TO_BACKEND, 1_000);
        listener.bytes(Direction.BACKEND_TO_CLIENT, 20);
        listener.bytes(Direction.BACKEND_TO_CLIENT, 3);

        Samples samples = samples();
        assertThat(samples.value("mqttproxy_bytes_total{direction=\"client_to_backend\",listener=\"mqtts\"}"))
                .isEqualTo(1_000);
        assertThat(samples.value("mqttproxy_bytes_total{direction=\"backend_to_client\",listener=\"mqtts\"}"))
                .isEqualTo(23);
    }

    @Test
    void followsABackend() {
        AtomicBoolean up = new AtomicBoolean(true);
        AtomicInteger connections = new AtomicInteger();
        BackendMetrics backend = metrics.backend("c", "b", up::get, connections::get, FAILURES);
        backend.connectFailed(Refusal.NO_BACKEND);
        backend.connected(Duration.ofMillis(20).toNanos(), "c-1");
        up.set(false);
        connections.set(3);

        Samples samples = samples();
        assertThat(samples.value("mqttproxy_backend_up{backend=\"b\",cluster=\"c\"}"))
                .isZero();
        assertThat(samples.value("mqttproxy_backend_connections{backend=\"b\",cluster=\"c\"}"))
                .isEqualTo(3);
        assertThat(samples.sum("mqttproxy_backend_connect_failures_total")).isEqualTo(1);
        assertThat(samples.value("mqttproxy_backend_connect_seconds_sum{backend=\"b\",cluster=\"c\"}"))
                .isEqualTo(0.02);
    }

    @Test
    void forgetsABackendThatIsRemovedAndTakesItBackFromZero() {
        metrics.backend("c", "b", () -> true, () -> 1, FAILURES).connectFailed(Refusal.NO_BACKEND);
        metrics.backend("c", "other", () -> true, () -> 1, FAILURES);

        metrics.removeBackend("c", "b");
        assertThat(samples().ours())
                .isNotEmpty()
                .noneMatch(series -> series.contains("backend=\"b\""))
                .anyMatch(series -> series.contains("backend=\"other\""));

        metrics.backend("c", "b", () -> false, () -> 0, FAILURES);
        assertThat(samples().value("mqttproxy_backend_up{backend=\"b\",cluster=\"c\"}"))
                .isZero();
        assertThat(samples().sum("mqttproxy_backend_connect_failures_total")).isZero();
    }

    @Test
    void showsWhatRunsAndWhetherItDrains() {
        AtomicBoolean draining = new AtomicBoolean();
        AtomicLong dropped = new AtomicLong(5);
        metrics.buildInfo(Map.of("version", "0.1.0", "java", "17.0.15"));
        metrics.draining(draining::get);
        metrics.accessLog(dropped::get, () -> 3);
        metrics.programLog(() -> 1, () -> 2);

        assertThat(samples().value("mqttproxy_build_info{java=\"17.0.15\",version=\"0.1.0\"}"))
                .isEqualTo(1);
        assertThat(samples().value("mqttproxy_draining")).isZero();
        assertThat(samples().value("mqttproxy_access_log_dropped_total")).isEqualTo(5);
        assertThat(samples().value("mqttproxy_access_log_suppressed_total")).isEqualTo(3);
        assertThat(samples().value("mqttproxy_program_log_dropped_total")).isEqualTo(1);
        assertThat(samples().value("mqttproxy_program_log_suppressed_total")).isEqualTo(2);
        draining.set(true);
        dropped.set(9);
        System.gc(); // What is followed must not be held weakly.
        assertThat(samples().value("mqttproxy_draining")).isEqualTo(1);
        assertThat(samples().value("mqttproxy_access_log_dropped_total")).isEqualTo(9);
    }

    @Test
    void showsTheJvmAndItsProcess() {
        assertThat(samples().values().keySet())
                .contains("process_uptime_seconds", "process_cpu_seconds_total", "jvm_threads_live_threads")
                .anyMatch(series -> series.startsWith("jvm_memory_used_bytes{"))
                .anyMatch(series -> series.startsWith("jvm_gc_"))
                .anyMatch(series -> series.startsWith("process_files_open"));
    }

    @Test
    void escapesNamesOfTheConfiguration() {
        metrics.listener("a\"b\\c", Events.ALL).accepted();

        assertThat(metrics.scrape()).contains("mqttproxy_client_connections{listener=\"a\\\"b\\\\c\"} 1.0");
    }

    /** Whatever clients do, the number of series stays what the configuration made it. */
    @Test
    void hasAConstantNumberOfSeries() {
        ListenerMetrics listener = metrics.listener("mqtts", Events.ALL);
        listener.packets(List.of(Events.Packet.values()), (direction, type) -> System.nanoTime());
        BackendMetrics backend = metrics.backend("c", "b", () -> true, () -> 1, FAILURES);
        Set<String> before = samples().ours();
        SplittableRandom random = new SplittableRandom(47);
        for (int i = 0; i < 10_000; i++) {
            listener.accepted();
            listener.refused(FAILURES.get(random.nextInt(3)));
            listener.handshake(
                    Handshake.FAILED, "TLS-" + random.nextInt(), random.nextBoolean(), random.nextInt(9), "c-" + i);
            listener.connect(random.nextInt(), Connect.REFUSED);
            listener.connack(random.nextInt());
            listener.keyExchange("group-" + random.nextInt());
            backend.connectFailed(FAILURES.get(random.nextInt(3)));
            backend.connected(random.nextLong(1L << 40), "c-" + i);
        }

        assertThat(samples().ours()).isEqualTo(before);
    }

    @Test
    void refusesASecondListenerOrBackendOfOneName() {
        metrics.listener("mqtts", Events.ALL);
        metrics.backend("c", "b", () -> true, () -> 1, FAILURES);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.listener("mqtts", Events.ALL))
                .withMessage("listener: mqtts has its meters already (expected: each name once)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.backend("c", "b", () -> true, () -> 1, FAILURES))
                .withMessage("backend: c/b has its meters already (expected: each name once)");
    }

    @Test
    void refusesLabelsThatWereNotGivenAtTheStart() {
        ListenerMetrics listener = metrics.listener("mqtts", Events.ALL);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> listener.refused(Cause.CLIENT_CLOSED))
                .withMessage("client_closed: no such label value (expected: one of those given at the start)");
        assertThat(samples().sum("mqttproxy_client_connections_refused_total")).isZero();
    }

    @Test
    void refusesLabelsOfMoreThanOneEnum() {
        ListenerLabels mixed = new ListenerLabels(
                List.of(Refusal.TLS_HANDSHAKE, Cause.CLIENT_CLOSED), List.of(), List.of(), List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.listener("mqtts", mixed))
                .withMessage("client_closed and tls_handshake have one ordinal"
                        + " (expected: the values of one enum, each once)");
    }

    @Test
    void writesUtf8ToAStream() throws IOException {
        metrics.listener("münchen", Events.ALL);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        metrics.scrape(out, Exposition.PROMETHEUS_TEXT);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("mqttproxy_client_connections{listener=\"münchen\"} 0.0\n");
    }

    private Samples samples() {
        return Samples.of(metrics.scrape());
    }
}
