package io.mqttproxy.metrics;

import static io.mqttproxy.metrics.Exposition.OPENMETRICS;
import static io.mqttproxy.metrics.Exposition.PROMETHEUS_TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "*/*",
                "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
                "text/plain",
                "text/plain;version=0.0.4",
                "application/openmetrics-text;q=0",
                "application/openmetrics-text;q=0.5,text/plain",
                "application/openmetrics-text;q=high",
                ";;;,,,=",
            })
    void isTextUnlessOpenMetricsIsAskedFor(@Nullable String accept) {
        assertThat(Exposition.forAccept(accept)).isEqualTo(PROMETHEUS_TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/openmetrics-text",
                "Application/OpenMetrics-Text; Version=1.0.0; charset=utf-8",
                "text/plain;q=0.5, application/openmetrics-text; version=1.0.0; q=0.75",
                // What Prometheus 2.42 sends.
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                // What Prometheus 3 sends.
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                        + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                        + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;q=0.3,"
                        + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
            })
    void isOpenMetricsWhenItIsAskedFor(String accept) {
        assertThat(Exposition.forAccept(accept)).isEqualTo(OPENMETRICS);
    }

    @ParameterizedTest
    @CsvSource({
        "PROMETHEUS_TEXT, text/plain; version=0.0.4; charset=utf-8",
        "OPENMETRICS, application/openmetrics-text; version=1.0.0; charset=utf-8"
    })
    void hasAContentType(Exposition format, String contentType) {
        assertThat(format.contentType()).isEqualTo(contentType);
    }

    @Test
    void writesWhatTheContentTypeSays() {
        try (ProxyMetrics metrics = new ProxyMetrics()) {
            metrics.listener("mqtts", Events.ALL).accepted();
            metrics.buildInfo(Map.of("version", "0.1.0"));

            assertThat(metrics.scrape(OPENMETRICS))
                    .contains("# TYPE mqttproxy_client_connections_accepted counter\n")
                    .contains("mqttproxy_client_connections_accepted_total{listener=\"mqtts\"} 1.0\n")
                    .contains("# TYPE mqttproxy_build info\n")
                    .endsWith("# EOF\n");
            assertThat(metrics.scrape(PROMETHEUS_TEXT))
                    .contains("# TYPE mqttproxy_client_connections_accepted_total counter\n")
                    .doesNotContain("# EOF");
        }
    }
}
