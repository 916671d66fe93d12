package io.mqttproxy.relay;

import io.mqttproxy.relay.FinishedSetup.Fact;
import io.mqttproxy.relay.FinishedSetup.Failure;
import io.mqttproxy.relay.FinishedSetup.Role;
import io.mqttproxy.relay.FinishedSetup.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The times of one connection that is being set up and is traced. On its event loop. */
final class RunningSetup {

    private static final String WHOLE = "mqtt connection setup";

    private final Session session;
    private final SetupFacts facts;
    private final Consumer<FinishedSetup> told;
    private final long start;
    private final List<Stage> steps = new ArrayList<>(SetupStep.values().length);
    private SetupStep step = SetupStep.ADMISSION;
    private long since;
    private List<Fact> backend = List.of();

    RunningSetup(Session session, SetupFacts facts, Consumer<FinishedSetup> told) {
        this.session = session;
        this.facts = facts;
        this.told = told;
        this.start = TimeUnit.MILLISECONDS.toNanos(session.acceptedAt());
        this.since = start;
    }

    void enter(SetupStep next) {
        if (step != SetupStep.ADMISSION) {
            end(now(), null);
        }
        backend = List.of();
        step = next;
    }

    /** The answer that is waited for from now on is this backend's. */
    void connected(BackendTarget target) {
        backend = SetupFacts.of(target);
        end(now(), null);
        step = SetupStep.CONNACK;
    }

    /** Tells all that is known. */
    void finish(TraceId id, boolean accepted) {
        long now = now();
        @Nullable Failure failure = accepted ? null : facts.failure(session);
        end(now, failure);
        Stage whole = new Stage(WHOLE, Role.SERVER, start, now, facts.of(session), failure);
        told.accept(new FinishedSetup(id, whole, steps));
    }

    private void end(long now, @Nullable Failure failure) {
        Role role = step.asksBackend() ? Role.CLIENT : Role.INTERNAL;
        steps.add(new Stage(step.spanName(), role, since, now, backend, failure));
        since = now;
    }

    /** The wall clock at the accept, and from there on a clock that nobody sets. */
    private long now() {
        return start + session.ageNanos();
    }
}
