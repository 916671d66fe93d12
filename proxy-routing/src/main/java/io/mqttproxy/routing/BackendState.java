package io.mqttproxy.routing;

import io.mqttproxy.routing.BackendView.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What is known about a backend at run time: its open connections, its active and its passive health.
 *
 * <p>Safe to use from every thread. Health is one immutable value behind one reference: a reader takes no lock and
 * never sees half a change; only a failure or a probe's result takes one, for a few instructions. Two instances are
 * equal only when they are the same.
 */
public final class BackendState {

    /** Both kinds of health, which change independently but are read together. */
    private record Standing(Health health, Ejection ejection) {}

    private final Backend backend;
    private final HealthPolicy healthPolicy;
    private final EjectionPolicy ejectionPolicy;
    private final LongSupplier nanoClock;
    private final InstantSource wallClock;
    private final long nameHash;
    private final Instant created;
    private final AtomicInteger connections = new AtomicInteger();
    /** Written under the lock of this, read without it. */
    private volatile Standing standing;

    /**
     * Makes a backend that is up until something else is known.
     *
     * @param backend what is configured
     * @param healthPolicy how many probes in a row change its health
     * @param ejectionPolicy how failed connects are answered
     * @param nanoClock monotonic, in nanoseconds, such as {@code System::nanoTime}
     * @param wallClock tells people when a state began; never used for decisions
     */
    public BackendState(
            Backend backend,
            HealthPolicy healthPolicy,
            EjectionPolicy ejectionPolicy,
            LongSupplier nanoClock,
            InstantSource wallClock) {
        this.backend = backend;
        this.healthPolicy = healthPolicy;
        this.ejectionPolicy = ejectionPolicy;
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
        this.nameHash = StableHash.of(backend.name());
        this.created = wallClock.instant();
        this.standing = new Standing(Health.unknown(created), Ejection.NONE);
    }

    /** What is configured. */
    public Backend backend() {
        return backend;
    }

    /** Clients that are relayed to this backend now. */
    public int connections() {
        return connections.get();
    }

    /** Counts a connection in. Each call is followed by exactly one {@link #closed()}. */
    public void opened() {
        connections.incrementAndGet();
    }

    /**
     * Counts a connection out.
     *
     * @throws IllegalStateException when none is open, which is a mistake of the caller
     */
    public void closed() {
        if (connections.getAndUpdate(open -> Math.max(0, open - 1)) == 0) {
            throw new IllegalStateException(backend.name() + ": closed() without opened()");
        }
    }

    /** A connect succeeded: every earlier failure is forgotten and an ejection ends at once. */
    public void connectSucceeded() {
        // Read before write: success is the usual case and must not make the cores fight over the lock.
        if (standing.ejection().failures() > 0) {
            synchronized (this) {
                standing = new Standing(standing.health(), Ejection.NONE);
            }
        }
    }

    /** A connect failed before anything was sent; enough of them in a row eject the backend. */
    public synchronized void connectFailed() {
        Ejection next = standing.ejection().afterFailure(ejectionPolicy, nanoClock.getAsLong(), wallClock.instant());
        standing = new Standing(standing.health(), next);
    }

    /**
     * Takes the result of a probe into account.
     *
     * @param ok whether the probe passed
     * @param reason the result in words, for operators
     */
    public synchronized void probe(boolean ok, String reason) {
        Health next = standing.health().after(new ProbeResult(ok, reason), healthPolicy, wallClock.instant());
        standing = new Standing(next, standing.ejection());
    }

    /** Whether clients should be sent here: probes pass, no recent failures, weight above 0. Allocates nothing. */
    public boolean available() {
        if (!inService()) {
            return false;
        }
        Standing now = standing;
        return now.health().up() && !ejected(now.ejection());
    }

    /** A snapshot for people and tools. */
    public BackendView view() {
        Standing now = standing;
        Ejection ejection = now.ejection();
        Health health = now.health();
        if (!inService()) {
            return view(State.DRAINED, "weight 0", created);
        }
        if (!health.up()) {
            return view(State.DOWN, health.reason(), health.since());
        }
        if (ejected(ejection)) {
            return view(State.EJECTED, ejection.reason(), ejection.since());
        }
        boolean returned = ejection.rounds() > 0 && ejection.end().isAfter(health.since());
        return view(State.UP, health.reason(), returned ? ejection.end() : health.since());
    }

    /** Whether it may be used at all, even when it seems dead: its weight is above 0. */
    boolean inService() {
        return backend.weight() > 0;
    }

    /** The stable hash of its name, which rendezvous hashing needs for every client. */
    long nameHash() {
        return nameHash;
    }

    @Override
    public String toString() {
        return backend.name();
    }

    private boolean ejected(Ejection ejection) {
        // The clock is read only when there is an ejection to measure.
        return ejection.rounds() > 0 && ejection.active(nanoClock.getAsLong());
    }

    private BackendView view(State state, String reason, Instant since) {
        return new BackendView(
                backend.name(), backend.address(), backend.weight(), state, reason, since, connections());
    }
}
