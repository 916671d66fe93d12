package io.mqttproxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetersTest {

    @ParameterizedTest
    @EnumSource(Meters.class)
    void isExposedUnderItsNameWithItsHelp(Meters meter) {
        try (ProxyMetrics metrics = new ProxyMetrics()) {
            metrics.listener("mqtts", Events.ALL).packets(List.of(Events.Packet.values()), (direction, type) -> 1);
            metrics.backend("c", "b", () -> true, () -> 1, List.of(Events.Refusal.NO_BACKEND));
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
            metrics.accessLog(() -> 0, () -> 0);
            metrics.programLog(() -> 0, () -> 0);
            metrics.process().traces(() -> 0, () -> 0, () -> 0);

            assertThat(metrics.scrape()).containsPattern("# HELP " + meter.meterName() + " .+\\.\n");
        }
    }

    @Test
    void refusesTheWrongNumberOfLabelValues() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Meters.REFUSED.counter(registry, new Count(), "mqtts"))
                .withMessage("mqttproxy_client_connections_refused_total: 1 label values (expected: listener, reason)");
    }
}
