package io.mqttproxy.trace;

import io.mqttproxy.relay.FinishedSetup;
import io.mqttproxy.relay.FinishedSetup.Fact;
import io.mqttproxy.relay.FinishedSetup.Failure;
import io.mqttproxy.relay.FinishedSetup.Stage;
import io.mqttproxy.relay.TraceId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an {@code ExportTraceServiceRequest} (opentelemetry-proto 1, {@code trace/v1/trace.proto}): one span for each
 * connection's set-up, and one below it for each step. Field numbers are those of the messages there.
 */
final class OtlpEncoder {

    private static final int STATUS_ERROR = 2;

    /** Odd, so that its first 2⁶⁴ multiples differ, and with them the ids of a trace's spans. */
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final ProtoMessage resource = new ProtoMessage();
    private final ProtoMessage scope;

    /**
     * Speaks for this process.
     *
     * @param process what tells it from others, such as {@code service.name}
     * @param version of this program
     */
    OtlpEncoder(Map<String, String> process, String version) {
        process.forEach((name, value) -> resource.message(1, attribute(new Fact.Text(name, value))));
        this.scope = new ProtoMessage().text(1, "mqtt-tls-proxy").text(2, version);
    }

    byte[] encode(List<FinishedSetup> setups) {
        ProtoMessage scopeSpans = new ProtoMessage().message(1, scope);
        for (FinishedSetup setup : setups) {
            byte[] trace = bytes(setup.trace());
            byte[] root = spanId(setup.trace(), 0);
            scopeSpans.message(2, span(trace, root, null, setup.whole()));
            int number = 1;
            for (Stage step : setup.steps()) {
                scopeSpans.message(2, span(trace, spanId(setup.trace(), number++), root, step));
            }
        }
        ProtoMessage resourceSpans = new ProtoMessage().message(1, resource).message(2, scopeSpans);
        return new ProtoMessage().message(1, resourceSpans).toByteArray();
    }

    private static ProtoMessage span(byte[] trace, byte[] id, byte @Nullable [] parent, Stage stage) {
        ProtoMessage span = new ProtoMessage().bytes(1, trace).bytes(2, id);
        if (parent != null) {
            span.bytes(4, parent);
        }
        span.text(5, stage.name())
                .number(6, kind(stage.role()))
                .fixed64(7, stage.start())
                .fixed64(8, stage.end());
        stage.facts().forEach(fact -> span.message(9, attribute(fact)));
        @Nullable Failure failure = stage.failure();
        if (failure != null) {
            span.message(15, new ProtoMessage().text(2, failure.words()).number(3, STATUS_ERROR));
        }
        return span;
    }

    private static int kind(FinishedSetup.Role role) {
        return switch (role) {
            case INTERNAL -> 1;
            case SERVER -> 2;
            case CLIENT -> 3;
        };
    }

    /** A {@code KeyValue} with an {@code AnyValue}. */
    private static ProtoMessage attribute(Fact fact) {
        ProtoMessage value = new ProtoMessage();
        if (fact instanceof Fact.Text text) {
            value.text(1, text.value());
        } else if (fact instanceof Fact.Flag flag) {
            value.number(2, flag.value() ? 1 : 0);
        } else if (fact instanceof Fact.Whole whole) {
            value.number(3, whole.value());
        }
        return new ProtoMessage().text(1, fact.name()).message(2, value);
    }

    private static byte[] bytes(TraceId id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.high())
                .putLong(id.low())
                .array();
    }

    /** Never zero, which is no id. */
    private static byte[] spanId(TraceId trace, int number) {
        long id = trace.high() + number * GOLDEN_GAMMA;
        return ByteBuffer.allocate(Long.BYTES).putLong(id == 0 ? 1 : id).array();
    }
}
