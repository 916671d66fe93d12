package io.mqttproxy.relay;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the connections whose set-up is traced. Traces nobody until it is told to; then a connection costs one look at a
 * field. Any thread.
 */
public final class TracedSetups {

    /**
     * @param told on event loops; must not block
     */
    private record Share(int percent, Consumer<FinishedSetup> told) {}

    private final TraceIds ids;
    private final SetupFacts facts;
    private volatile @Nullable Share share;

    /**
     * Traces nobody yet.
     *
     * @param names what clients are called
     * @param randoms gives each thread one that no other thread uses; ids come from it
     */
    public TracedSetups(NameHash names, Supplier<? extends RandomGenerator> randoms) {
        this.ids = new TraceIds(randoms);
        this.facts = new SetupFacts(names);
    }

    /** Never traces anybody. */
    static TracedSetups none() {
        return new TracedSetups(NameHash.none(), () -> {
            throw new IllegalStateException("nobody is traced");
        });
    }

    /**
     * From now on traces a share of the connections that are accepted; in place of an earlier one.
     *
     * @param percent of them, 1 to 100
     * @param told of each when it is set up or has failed, on its event loop; must not block
     */
    public void trace(int percent, Consumer<FinishedSetup> told) {
        share = new Share(percent, told);
    }

    /** Traces nobody from now on; connections that are on their way are still told about. */
    public void stop() {
        share = null;
    }

    /** A connection was accepted. */
    void begun(Session session) {
        @Nullable Share now = share;
        @Nullable TraceId id = now == null ? null : ids.draw(now.percent());
        if (now != null && id != null) {
            SetupTrace.begin(session, id, facts, now.told());
        }
    }
}
