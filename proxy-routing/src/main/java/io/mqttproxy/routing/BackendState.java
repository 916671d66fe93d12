package io.mqttproxy.routing;

import io.mqttproxy.routing.BackendView.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What is known about a backend at run time: its open connections, its active and its passive health, whether it is drained.
 *
 * <p>Safe to use from every thread. Everything but the number of connections is one immutable value behind one reference: a
 * reader takes no lock and never sees half a change; only a failure, a probe's result or an operator takes one, for a few
 * instructions. When a list of backends changes, those that stay keep their instance, and with it all of this.
 */
public final class BackendState {

    /** The whole weight counts, in thousandths. */
    static final int WARM = 1000;

    private volatile Backend backend;
    private volatile HealthPolicy healthPolicy;
    private volatile EjectionPolicy ejectionPolicy;
    private final LongSupplier nanoClock;
    private final InstantSource wallClock;
    private final long nameHash;
    /** Since when its weight is 0, or is not. */
    private volatile Instant weighted;

    private final AtomicInteger connections = new AtomicInteger();
    private final RecentTimes recent;
    private volatile Membership membership = Membership.none();
    /** Written under the lock of this, read without it. */
    private volatile Standing standing;

    /**
     * Makes a backend that is up until something else is known.
     *
     * @param backend what is configured
     * @param healthPolicy how many probes in a row change its health
     * @param ejectionPolicy how failed connects and refusals are answered
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
        this.weighted = wallClock.instant();
        this.standing = Standing.initial(weighted);
        this.recent = new RecentTimes(nanoClock);
    }

    /** What is configured. */
    public Backend backend() {
        return backend;
    }

    /**
     * Takes another weight, tier or zone. A cluster that was made before knows the old ones: make it anew.
     *
     * @throws IllegalArgumentException when the name, the host or the port is another one, which is another backend
     */
    public void reconfigure(Backend changed) {
        if (!isSame(changed)) {
            throw new IllegalArgumentException(changed + " (expected: the name and the address of " + backend + ")");
        }
        if ((changed.weight() == 0) != (backend.weight() == 0)) {
            weighted = wallClock.instant();
        }
        backend = changed;
    }

    /** Whether this is the backend of that name at that address, whatever its weight. */
    boolean isSame(Backend other) {
        return backend.name().equals(other.name())
                && backend.host().equals(other.host())
                && backend.port() == other.port();
    }

    /** Clients that are relayed to this backend now, by this proxy. */
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

    /** A connect succeeded: every earlier failed connect is forgotten, and an ejection because of them ends at once. */
    public void connectSucceeded() {
        // Read before write: success is the usual case and must not make the cores fight over the lock.
        if (standing.connects().failures() > 0) {
            synchronized (this) {
                standing = standing.connected(nanoClock.getAsLong(), wallClock.instant());
            }
        }
    }

    /** Notes how long a connect took that succeeded, its TLS handshake included, in nanoseconds. */
    public void connectTook(long nanos) {
        recent.add(nanos);
    }

    /** A connect failed before anything was sent; enough of them in a row eject the backend. */
    public synchronized void connectFailed() {
        Membership cluster = membership;
        synchronized (cluster) {
            standing = standing.withConnects(
                    after(standing.connects(), ejectionPolicy.consecutiveFailures(), cluster.hasRoomFor(this)));
        }
    }

    /** A CONNACK accepted a client: every earlier refusal is forgotten, and an ejection because of them ends at once. */
    public void accepted() {
        if (standing.refusals().failures() > 0) {
            synchronized (this) {
                standing = standing.accepted(nanoClock.getAsLong(), wallClock.instant());
            }
        }
    }

    /**
     * A CONNACK refused a client because the server is unavailable: 0x88 in MQTT 5, 0x03 before. Enough of them in a row
     * eject the backend. Other refusals are the client's affair; they are neither this nor {@link #accepted()}.
     */
    public synchronized void refused() {
        Membership cluster = membership;
        synchronized (cluster) {
            standing = standing.withRefusals(
                    after(standing.refusals(), ejectionPolicy.consecutiveRefusals(), cluster.hasRoomFor(this)));
        }
    }

    private Ejection after(Ejection ejection, int threshold, boolean room) {
        return ejection.afterFailure(ejectionPolicy, threshold, room, nanoClock.getAsLong(), wallClock.instant());
    }

    /** Judges probes, failed connects and refusals that come from now on like this. */
    public void policies(HealthPolicy probes, EjectionPolicy trouble) {
        healthPolicy = probes;
        ejectionPolicy = trouble;
    }

    /** What probes have said does not count any more: nobody probes from now on, so nobody would take it back. */
    public synchronized void forgetProbes() {
        standing = standing.probed(standing.health().forgotten(wallClock.instant()), nanoClock.getAsLong());
    }

    /**
     * Takes the result of a probe into account.
     *
     * @param ok whether the probe passed
     * @param reason the result in words, for operators
     */
    public synchronized void probe(boolean ok, String reason) {
        Health next = standing.health().after(new ProbeResult(ok, reason), healthPolicy, wallClock.instant());
        standing = standing.probed(next, nanoClock.getAsLong());
    }

    /**
     * Sends new clients elsewhere from now on, as weight 0 does. Those that are here stay until somebody moves them.
     *
     * @param reason in words, for operators
     */
    public synchronized void drain(String reason) {
        standing = standing.withdrawn(reason, wallClock.instant());
    }

    /** Takes {@link #drain} back; the backend starts slowly where its cluster says so. Does nothing when not drained. */
    public synchronized void restore() {
        if (standing.withdrawal() != null) {
            standing = standing.restored(nanoClock.getAsLong(), wallClock.instant());
        }
    }

    /**
     * Starts slowly where its cluster says so: for a backend that was discovered while others serve already. One that is
     * drained, because it left and came back meanwhile, stays so.
     */
    public synchronized void startSlowly() {
        standing = standing.joined(nanoClock.getAsLong(), wallClock.instant());
    }

    /** Whether an operator drains it, or its weight is 0. */
    public boolean draining() {
        return !inService();
    }

    /** Whether clients should be sent here: probes pass, no recent trouble, in service. Allocates nothing. */
    public boolean available() {
        Standing now = standing;
        if (backend.weight() == 0 || now.clear()) {
            return backend.weight() > 0;
        }
        // The clock is read only when there is an ejection to measure.
        return now.withdrawal() == null && now.health().up() && !now.ejected(nanoClock.getAsLong());
    }

    /** The state alone, for who looks often: {@link #view()} makes a summary of connect times as well. */
    public State state() {
        return backend.weight() == 0
                ? State.DRAINED
                : standing.shown(nanoClock.getAsLong()).state();
    }

    /** A snapshot for people and tools. */
    public BackendView view() {
        if (backend.weight() == 0) {
            return view(State.DRAINED, "weight 0", weighted);
        }
        Standing.Shown now = standing.shown(nanoClock.getAsLong());
        if (now.state() != State.UP) {
            return view(now.state(), now.reason(), now.since());
        }
        int warmth = warmth();
        String slow = warmth == WARM ? "" : ", slow start at " + warmth / 10 + "%";
        return view(State.UP, now.reason() + slow, now.since().isAfter(weighted) ? now.since() : weighted);
    }

    /** Whether it may be used at all, even when it seems dead. */
    boolean inService() {
        return backend.weight() > 0 && standing.withdrawal() == null;
    }

    /** Whether clients have had trouble that keeps it out now. */
    boolean ejected() {
        Standing now = standing;
        return !now.clear() && now.ejected(nanoClock.getAsLong());
    }

    /** How much of its weight counts while it starts slowly, in thousandths; {@link #WARM} as a rule. */
    int warmth() {
        Standing now = standing;
        Membership cluster = membership;
        if (!now.cold() || !cluster.startsSlowly()) {
            return WARM;
        }
        int warmth = cluster.warmth(nanoClock.getAsLong() - now.coldNanos());
        if (warmth == WARM) {
            becameWarm(now);
        }
        return warmth;
    }

    private synchronized void becameWarm(Standing seen) {
        if (standing.equals(seen)) {
            standing = seen.warm();
        }
    }

    /** Becomes part of a cluster; the latest one counts. */
    void join(Membership cluster) {
        membership = cluster;
    }

    /** The stable hash of its name, which hashing policies need. */
    long nameHash() {
        return nameHash;
    }

    @Override
    public String toString() {
        return backend.name();
    }

    private BackendView view(State state, String reason, Instant since) {
        return new BackendView(
                backend.name(),
                backend.address(),
                backend.weight(),
                state,
                reason,
                since,
                connections(),
                recent.summary());
    }
}
