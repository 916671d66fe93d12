package io.mqttproxy.relay;

import io.netty.util.AttributeKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The trace of one connection, kept at the client's channel and there only for a connection that is traced: all others have no
 * memory for it, and are asked for it in vain. Of a connection that is set up only the id stays, for the access log.
 *
 * <p>On the event loop of the connection.
 */
public final class SetupTrace {

    private static final AttributeKey<SetupTrace> KEY = AttributeKey.valueOf(SetupTrace.class, "trace");

    private final TraceId id;
    private @Nullable RunningSetup running;

    private SetupTrace(TraceId id, RunningSetup running) {
        this.id = id;
        this.running = running;
    }

    static void begin(Session session, TraceId id, SetupFacts facts, Consumer<FinishedSetup> told) {
        session.client().attr(KEY).set(new SetupTrace(id, new RunningSetup(session, facts, told)));
    }

    /** A connection begins with a step, which ends the one before. */
    public static void enter(Session session, SetupStep step) {
        @Nullable SetupTrace trace = of(session);
        if (trace != null && trace.running != null) {
            trace.running.enter(step);
        }
    }

    /** A connection has a backend, which is to answer. */
    static void connected(Session session, BackendTarget target) {
        @Nullable SetupTrace trace = of(session);
        if (trace != null && trace.running != null) {
            trace.running.connected(target);
        }
    }

    /** The backend has accepted the client. */
    static void accepted(Session session) {
        finish(session, true);
    }

    /** A connection ends; nothing happens when it was accepted before, or has ended before. */
    static void ended(Session session) {
        finish(session, false);
    }

    private static void finish(Session session, boolean accepted) {
        @Nullable SetupTrace trace = of(session);
        if (trace != null && trace.running != null) {
            RunningSetup running = trace.running;
            trace.running = null;
            running.finish(trace.id, accepted);
        }
    }

    /** By what a connection is known in traces; null when it is in none. */
    static @Nullable String id(Session session) {
        @Nullable SetupTrace trace = of(session);
        return trace == null ? null : trace.id.toString();
    }

    private static @Nullable SetupTrace of(Session session) {
        return session.client().hasAttr(KEY) ? session.client().attr(KEY).get() : null;
    }
}
