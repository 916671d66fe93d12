package io.mqttproxy.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.mqttproxy.relay.FinishedSetup;
import io.mqttproxy.relay.TraceId;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** OpenTelemetry's own description of the protocol reads what we write, and finds nothing in it that it does not know. */
class OtlpEncoderTest {

    private final OtlpEncoder encoder = new OtlpEncoder(Setups.PROCESS.process(), Setups.PROCESS.version());

    private ExportTraceServiceRequest encoded(List<FinishedSetup> setups) throws InvalidProtocolBufferException {
        return ExportTraceServiceRequest.parseFrom(encoder.encode(setups));
    }

    private List<Span> spans(FinishedSetup... setups) throws InvalidProtocolBufferException {
        return encoded(List.of(setups)).getResourceSpans(0).getScopeSpans(0).getSpansList();
    }

    @Test
    void isTheRequestThatTheLibraryWouldWrite() throws Exception {
        // when
        ExportTraceServiceRequest read = encoded(List.of(Setups.accepted(0)));

        // then
        assertThat(read).isEqualTo(expected());
        assertThat(read.getUnknownFields().asMap()).isEmpty();
    }

    /** Put together by hand, for Setups.accepted(0). */
    private static ExportTraceServiceRequest expected() {
        Span whole = span("0000000000000001", "mqtt connection setup", Span.SpanKind.SPAN_KIND_SERVER, 0, 3_000)
                .addAttributes(KeyValue.newBuilder()
                        .setKey("client.address")
                        .setValue(AnyValue.newBuilder().setStringValue("192.0.2.7")))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("client.port")
                        .setValue(AnyValue.newBuilder().setIntValue(40_000)))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("tls.resumed")
                        .setValue(AnyValue.newBuilder().setBoolValue(true)))
                .build();
        Span handshake = span("9e3779b97f4a7c16", "tls handshake", Span.SpanKind.SPAN_KIND_INTERNAL, 0, 1_000)
                .setParentSpanId(whole.getSpanId())
                .build();
        Span connect = span("3c6ef372fe94f82b", "backend connect", Span.SpanKind.SPAN_KIND_CLIENT, 1_000, 3_000)
                .setParentSpanId(whole.getSpanId())
                .addAttributes(KeyValue.newBuilder()
                        .setKey("server.port")
                        .setValue(AnyValue.newBuilder().setIntValue(1883)))
                .build();
        ResourceSpans.Builder resource = ResourceSpans.newBuilder();
        resource.getResourceBuilder()
                .addAttributes(KeyValue.newBuilder()
                        .setKey("service.name")
                        .setValue(AnyValue.newBuilder().setStringValue("mqtt-tls-proxy")));
        resource.addScopeSpansBuilder()
                .addSpans(whole)
                .addSpans(handshake)
                .addSpans(connect)
                .getScopeBuilder()
                .setName("mqtt-tls-proxy")
                .setVersion("0.1.0");
        return ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build();
    }

    private static Span.Builder span(String id, String name, Span.SpanKind kind, long from, long to) {
        return Span.newBuilder()
                .setTraceId(bytes("00000000000000010102030405060708"))
                .setSpanId(bytes(id))
                .setName(name)
                .setKind(kind)
                .setStartTimeUnixNano(Setups.START + from)
                .setEndTimeUnixNano(Setups.START + to);
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    @Test
    void saysWhatWentWrong() throws Exception {
        List<Span> spans = spans(Setups.refused());

        assertThat(spans).hasSize(2).allSatisfy(span -> {
            assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
            assertThat(span.getStatus().getMessage()).isEqualTo("no CONNECT – in time");
            assertThat(span.getTraceId()).isEqualTo(bytes("fffffffffffffffffffffffffffffffe"));
        });
        assertThat(spans(Setups.accepted(0)))
                .extracting(span -> span.getStatus().getCode())
                .containsOnly(StatusCode.STATUS_CODE_UNSET);
    }

    @Test
    void noSpanOfATraceHasAnothersIdOrNone() throws Exception {
        // given a trace whose first span would get the id zero, which is none
        FinishedSetup zero = new FinishedSetup(
                new TraceId(0, 1),
                Setups.accepted(0).whole(),
                Setups.accepted(0).steps());

        // then
        assertThat(spans(zero))
                .extracting(Span::getSpanId)
                .doesNotHaveDuplicates()
                .doesNotContain(bytes("0000000000000000"));
    }

    @Test
    void takesManyAtOnce() throws Exception {
        // when
        ExportTraceServiceRequest read =
                encoded(LongStream.range(0, 300).mapToObj(Setups::accepted).toList());

        // then
        assertThat(read.getResourceSpansList()).hasSize(1);
        assertThat(read.getResourceSpans(0).getScopeSpans(0).getSpansList())
                .hasSize(900)
                .extracting(Span::getTraceId)
                .contains(bytes("000000000000012c0102030405060708"));
    }
}
