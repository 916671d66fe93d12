package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What traces tell about connections that are set up, and about those that are not. */
@Timeout(60)
class TracesIT {

    @TempDir
    private Path folder;

    private TracedProxy traced;

    @BeforeEach
    void start() {
        traced = new TracedProxy(folder);
    }

    @AfterEach
    void stop() {
        traced.close();
    }

    @Test
    void haveEachStepOfTheWayToABackendOneBehindTheOther() throws IOException {
        // given
        ProxyUnderTest tracing = traced.start(traced.traces());
        Instant before = Instant.now();

        // when
        try (Device device = Device.connect(traced.pki(), tracing.port(), null)) {
            device.send(Packets.connect5("pump-7")).read(Packets.CONNACK_5.length);

            // then it is told while the client is still there
            List<Span> spans = traced.awaitSpans(6);
            Span root = spans.get(0);
            assertThat(TracedProxy.names(spans))
                    .containsExactly(
                            "mqtt connection setup",
                            "tls handshake",
                            "mqtt connect",
                            "policy and route",
                            "backend connect",
                            "mqtt connack");
            assertThat(root.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
            assertThat(root.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
            assertThat(root.getStartTimeUnixNano())
                    .isBetween(
                            TimeUnit.MILLISECONDS.toNanos(before.toEpochMilli()),
                            TimeUnit.MILLISECONDS.toNanos(Instant.now().toEpochMilli()));
            assertWithoutGaps(spans);
            assertThat(TracedProxy.attributes(root))
                    .containsEntry("network.protocol.name", "mqtt")
                    .containsEntry("network.protocol.version", "5")
                    .containsEntry("messaging.client.id", "pump-7")
                    .containsEntry("client.address", "127.0.0.1")
                    .containsEntry("client.port", (long) device.localPort())
                    .containsEntry("server.port", (long) tracing.port())
                    .containsEntry("tls.protocol.version", "1.3")
                    .containsEntry("tls.resumed", false)
                    .containsEntry("mqttproxy.listener", "mqtts")
                    .containsEntry("mqttproxy.cluster", "brokers")
                    .containsEntry("mqttproxy.connack_code", 0L)
                    .doesNotContainKey("error.type");
            assertThat(TracedProxy.attributes(spans.get(4)))
                    .containsEntry("server.port", (long) traced.broker().port());
        }
        tracing.awaitMetric(1, "mqttproxy_traces_total", "exported");
        assertThat(traced.awaitLines(1))
                .contains("traceId=" + hex(traced.collector().spans().get(0).getTraceId()) + " ")
                .contains("id="
                        + TracedProxy.attributes(traced.collector().spans().get(0))
                                .get("mqttproxy.connection_id") + " ");
        assertThat(traced.collector().received().get(0).getResource().getAttributesList())
                .extracting(KeyValue::getKey)
                .contains("service.name", "service.version", "service.instance.id");
    }

    /** As the sum of the steps is the whole, nothing that takes time can hide between two of them. */
    private static void assertWithoutGaps(List<Span> spans) {
        Span root = spans.get(0);
        assertThat(root.getParentSpanId()).isEqualTo(ByteString.EMPTY);
        long at = root.getStartTimeUnixNano();
        for (Span step : spans.subList(1, spans.size())) {
            assertThat(step.getTraceId()).isEqualTo(root.getTraceId()).hasSize(16);
            assertThat(step.getParentSpanId()).isEqualTo(root.getSpanId()).hasSize(8);
            assertThat(step.getStartTimeUnixNano()).isEqualTo(at);
            assertThat(step.getEndTimeUnixNano()).isGreaterThanOrEqualTo(at);
            at = step.getEndTimeUnixNano();
        }
        assertThat(root.getEndTimeUnixNano()).isEqualTo(at);
        assertThat(spans.stream().map(Span::getSpanId)).doesNotHaveDuplicates();
    }

    @Test
    void sayInWhichStepAClientFailed() throws IOException {
        try (Socket taken = new Socket()) {
            // given a port of a broker that nobody listens on
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ProxyUnderTest tracing = traced.start(traced.traces(), taken.getLocalPort());

            // when a client comes through a load balancer
            try (Device device = Device.plain(tracing.port("loadBalanced"))) {
                device.send("PROXY TCP4 192.0.2.7 192.0.2.1 40000 1883\r\n".getBytes(StandardCharsets.US_ASCII))
                        .send(Packets.connect311("pump-7"))
                        .readToEnd();

                // then
                List<Span> spans = traced.awaitSpans(5);
                assertThat(TracedProxy.names(spans))
                        .containsExactly(
                                "mqtt connection setup",
                                "proxy header",
                                "mqtt connect",
                                "policy and route",
                                "backend connect");
                assertThat(spans)
                        .extracting(span -> span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR)
                        .containsExactly(true, false, false, false, true);
                assertThat(spans.get(0).getStatus().getMessage()).contains("brokers tried");
                assertThat(TracedProxy.attributes(spans.get(0)))
                        .containsEntry("error.type", "no_backend")
                        .containsEntry("mqttproxy.termination", "SC")
                        .containsEntry("client.address", "192.0.2.7")
                        .containsEntry("server.address", "192.0.2.1")
                        .containsEntry("network.peer.address", "127.0.0.1")
                        .containsEntry("network.peer.port", (long) device.localPort());
                assertWithoutGaps(spans);
            }
            assertThat(traced.awaitLines(1)).contains("reason=no_backend", "traceId=");
        }
    }

    @Test
    void haveTheAnswerOfABrokerThatRefuses() {
        // given
        try (StubBroker refusing = StubBroker.start(StubBehaviour.answering(new byte[] {
            0x20, // CONNACK
            0x03, // Remaining Length
            0x00, // no session present
            (byte) 0x87, // Not authorized
            0x00 // no properties
        }))) {
            ProxyUnderTest tracing = traced.start(traced.traces(), refusing.port());

            // when
            try (Device device = Device.plain(tracing.port("plain"))) {
                device.send(Packets.connect5("pump-7")).readToEnd();
            }
        }

        // then
        List<Span> spans = traced.awaitSpans(5);
        assertThat(spans.get(4).getName()).isEqualTo("mqtt connack");
        assertThat(spans.get(4).getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(TracedProxy.attributes(spans.get(0)))
                .containsEntry("error.type", "backend_refused")
                .containsEntry("mqttproxy.connack_code", 0x87L);
    }

    @Test
    void haveEachBrokerThatAClientIsSentTo() {
        // given a broker that sends clients to the other one, and a proxy that goes there in their place
        byte[] other = ("127.0.0.1:" + traced.broker().port()).getBytes(StandardCharsets.US_ASCII);
        byte[] useAnother = {
            0x00, // no session present
            (byte) 0x9C, // Use another server
            (byte) (3 + other.length), // Property Length
            0x1C, // Server Reference
            0x00, // its length, the high byte
            (byte) other.length
        };
        byte[] connack = Packets.packet(0x20, Packets.joined(useAnother, other));
        try (StubBroker sending = StubBroker.start(StubBehaviour.answering(connack))) {
            traced.start(traced.traces(), sending.port(), traced.broker().port());

            // when
            traced.connect();

            // then
            List<Span> spans = traced.awaitSpans(7);
            assertThat(TracedProxy.names(spans.subList(3, 7)))
                    .containsExactly("backend connect", "mqtt connack", "backend connect", "mqtt connack");
            assertThat(spans.subList(3, 7))
                    .extracting(span -> TracedProxy.attributes(span).get("server.port"))
                    .containsExactly(
                            (long) sending.port(),
                            (long) sending.port(),
                            (long) traced.broker().port(),
                            (long) traced.broker().port());
            assertWithoutGaps(spans);
        }
    }

    @Test
    void callClientsWhatTheLogsCallThem() {
        // given
        ProxyUnderTest tracing = traced.start(traced.traces() + ", hash: {fields: [address, clientId]}");

        // when
        traced.connect();

        // then
        String hash = tracing.get("/api/v1/hash?clientId=pump-7", "Accept", "text/plain")
                .body()
                .strip();
        assertThat(TracedProxy.attributes(traced.awaitSpans(5).get(0)))
                .containsEntry("messaging.client.id", hash)
                .doesNotContainKey("client.port");
        String all = String.valueOf(traced.collector().received()).replace("server.address", "");
        assertThat(all).doesNotContain("pump-7").contains(hash);
        assertThat(TracedProxy.attributes(traced.collector().spans().get(0)).get("client.address"))
                .asString()
                .matches("#[0-9a-f]{16}");
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}
