package io.mqttproxy.routing;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Probes the backends of a cluster for as long as it is open and tells each {@link BackendState} the results.
 *
 * <p>Each backend has its own schedule with its own jitter, so that neither the backends of one proxy nor the proxies
 * of a fleet fall into step: the first probe comes within a tenth of the interval, each further one 90 % to 110 % of
 * the interval after the one before. Backends of weight 0 are probed too: operators want to know before they give them
 * weight.
 */
public final class HealthChecker implements AutoCloseable {

    private final long intervalNanos;
    private final RandomGenerator random;
    private final Function<BackendState, ProbeLoop> newLoop;

    // Guarded by this.
    private final Map<BackendState, ProbeLoop> loops = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Makes a checker that does nothing before {@link #start()}.
     *
     * @param backends the backends to probe
     * @param policy interval and timeout; rise and fall belong to the backends' own policy
     * @param probe asks a backend
     * @param executor runs the schedule; not shut down here
     * @param random the source of the jitter; used under a lock
     */
    public HealthChecker(
            Collection<BackendState> backends,
            HealthPolicy policy,
            HealthProbe probe,
            ScheduledExecutorService executor,
            RandomGenerator random) {
        this.intervalNanos = policy.interval().toNanos();
        this.random = random;
        this.newLoop = backend -> new ProbeLoop(backend, probe, policy.timeout(), this::nextDelay, executor);
        backends.forEach(backend -> loops.put(backend, newLoop.apply(backend)));
    }

    /** Schedules the first probe of each backend. Called once. */
    public synchronized void start() {
        loops.values().forEach(this::start);
    }

    /**
     * Probes these from now on and no others; the schedules of those that stay go on. Called after {@link #start()}.
     *
     * @param backends all backends that the cluster has now
     */
    public synchronized void follow(Collection<BackendState> backends) {
        if (closed) {
            return;
        }
        Set<BackendState> stay = new HashSet<>(backends);
        loops.entrySet().removeIf(loop -> {
            boolean left = !stay.contains(loop.getKey());
            if (left) {
                loop.getValue().close();
            }
            return left;
        });
        for (BackendState backend : backends) {
            if (!loops.containsKey(backend)) {
                ProbeLoop loop = newLoop.apply(backend);
                loops.put(backend, loop);
                start(loop);
            }
        }
    }

    private void start(ProbeLoop loop) {
        loop.start(random(0, intervalNanos / 10));
    }

    /** Stops all schedules and abandons probes under way. Afterwards no result reaches a backend. */
    @Override
    public synchronized void close() {
        closed = true;
        loops.values().forEach(ProbeLoop::close);
    }

    private long nextDelay() {
        long tenth = intervalNanos / 10;
        return intervalNanos + random(-tenth, tenth);
    }

    private long random(long from, long to) {
        synchronized (random) {
            return from < to ? random.nextLong(from, to) : from;
        }
    }
}
