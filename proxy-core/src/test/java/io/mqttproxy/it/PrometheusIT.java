package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.PrometheusServer;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus takes our metrics in, exemplars included. */
@RequiresProgram("prometheus")
class PrometheusIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long TEN_MINUTES = 600;

    @TempDir
    private Path folder;

    @Test
    void findsTheConnectionBehindADuration() {
        // given
        TestPki pki = TestPki.in(folder);
        TestCertificate server = pki.server();
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = ProxyUnderTest.start(
                        folder, """
                        certificates: {server: {certFile: %s, keyFile: %s}}
                        listeners:
                          mqtts: {bind: "127.0.0.1:0", tls: {certificates: [server]}}
                        clusters: {brokers: {backends: ["127.0.0.1:%d"]}}
                        logging: {access: "off"}
                        metrics: {packets: true, exemplars: true}
                        """.formatted(server.certFile(), server.keyFile(), broker.port()));
                PrometheusServer prometheus = PrometheusServer.start(
                        Objects.requireNonNull(proxy.server().adminAddress()).getPort())) {

            // when
            try (Device device = Device.connect(pki, proxy.port(), null)) {
                device.send(Packets.connect311("d")).read(4);
            }

            // then
            String packets =
                    URLEncoder.encode("mqttproxy_packets_total{type=\"connack\"} == 1", StandardCharsets.UTF_8);
            awaitAnswer(prometheus, "/api/v1/query?query=" + packets, "\"direction\":\"backend_to_client\"");
            long now = Instant.now().getEpochSecond();
            awaitAnswer(
                    prometheus,
                    "/api/v1/query_exemplars?query=mqttproxy_tls_handshake_seconds_bucket&start=" + (now - TEN_MINUTES)
                            + "&end=" + (now + TEN_MINUTES),
                    "\"labels\":{\"connection_id\":\"");
        }
    }

    private static void awaitAnswer(PrometheusServer prometheus, String path, String part) {
        await().atMost(LIMIT)
                .ignoreExceptionsInstanceOf(IOException.class) // not up yet
                .untilAsserted(() ->
                        assertThat(prometheus.ask(path)).as(prometheus::log).contains(part));
    }
}
