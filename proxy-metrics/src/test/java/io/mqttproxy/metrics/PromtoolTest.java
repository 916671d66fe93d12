package io.mqttproxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus' own linter reads a scrape: syntax, names, units, help texts. */
class PromtoolTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsNothingToComplainAbout(boolean exemplars) throws Exception {
        Path scrape = folder.resolve("metrics.txt");
        Path complaints = folder.resolve("complaints.txt");
        Files.writeString(scrape, busyProxy(exemplars));

        Process promtool = start(scrape, complaints);

        assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(complaints).content().isEmpty();
        assertThat(promtool.exitValue()).isZero();
    }

    /** Where everything must be tested, a tool that is missing is a failure. */
    private static Process start(Path scrape, Path complaints) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(scrape.toFile())
                .redirectErrorStream(true)
                .redirectOutput(complaints.toFile());
        try {
            return builder.start();
        } catch (IOException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw e;
            }
            return abort("promtool is not installed (on Debian: apt-get install prometheus): " + e.getMessage());
        }
    }

    private static String busyProxy(boolean exemplars) {
        try (ProxyMetrics metrics = new ProxyMetrics(exemplars)) {
            ListenerMetrics listener = metrics.listener("mqtts", Events.ALL);
            BackendMetrics backend = metrics.backend(
                    "brokers", "127.0.0.1:1883", () -> true, () -> 1, List.of(Events.Refusal.NO_BACKEND));
            metrics.connectionsLimit("mqtts", 100_000);
            metrics.buildInfo(Map.of("version", "0.1.0"));
            metrics.crlFile("mqtts", "device-ca.crl", () -> 1_800_000_000, () -> false);
            metrics.crlDownloads("mqtts", () -> 1, () -> 0);
            metrics.ocspRequests("mqtts", () -> 1, () -> 2, () -> 3, () -> 4);
            metrics.draining(() -> false);
            metrics.process().eventLoopLag(0, () -> 1_000_000);
            metrics.discovery("brokers", () -> 3, () -> 1_800_000_000L, Map.of("ok", () -> 2, "timeout", () -> 1));
            metrics.certificate("server", () -> 1_800_000_000L);
            metrics.stapleRefreshes("server", () -> 3, () -> 1);
            metrics.tlsReloads(() -> 1, () -> 0, () -> 1_800_000_000L);
            metrics.configReloads(() -> 1, () -> 0, () -> 1_800_000_000L, () -> true);
            metrics.process().banFileFailed(() -> false);
            metrics.process().bufferMemory(() -> 16_777_216, () -> 0);
            metrics.configHash("0123456789abcdef");
            metrics.accessLog(() -> 1, () -> 2);
            metrics.programLog(() -> 3, () -> 4);
            metrics.process().traces(() -> 5, () -> 6, () -> 7);
            listener.accepted();
            listener.handshake(
                    Events.Handshake.OK, "TLSv1.3", false, Duration.ofMillis(4).toNanos(), "c-1");
            listener.connect(5, Events.Connect.FORWARDED);
            listener.packets(List.of(Events.Packet.values()), (direction, type) -> 1);
            listener.connack(0x87);
            listener.keyExchange("X25519");
            listener.paused(Direction.BACKEND_TO_CLIENT);
            listener.bytes(Direction.CLIENT_TO_BACKEND, 100);
            backend.connected(Duration.ofMillis(1).toNanos(), "c-1");
            System.gc(); // Some meters of the collector appear with its first run.
            return metrics.scrape();
        }
    }
}
