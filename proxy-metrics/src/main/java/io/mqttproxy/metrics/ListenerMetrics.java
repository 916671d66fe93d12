package io.mqttproxy.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events of one listener's clients.
 *
 * <p>Each connection is reported once to {@link #accepted()} and, at its end, once to either {@link #refused} or
 * {@link #disconnected}. The gauge of open connections is computed from these three, so that in each scrape it is
 * exactly accepted minus refused minus disconnects.
 */
public final class ListenerMetrics {

    private final Count accepted = new Count();
    private final CountSet refused;
    private final CountSet disconnects;
    private final ByLabel<CountSet> fullHandshakes;
    private final ByLabel<CountSet> resumedHandshakes;
    private final ByLabel<CountSet> connects;
    private final CountSet bytes;
    private final CountSet pauses;
    private final CountSet connacks;
    private final CountSet groups;
    private final List<Followed> packets = new CopyOnWriteArrayList<>();
    private final MeterRegistry registry;
    private final String name;
    private final Times handshakeTime;

    /** Written and read under the lock of the scrape. */
    private long openAtScrape;

    ListenerMetrics(MeterRegistry registry, Histograms histograms, String name, ListenerLabels labels) {
        this.registry = registry;
        this.name = name;
        Meters.CLIENT_CONNECTIONS.gauge(registry, () -> openAtScrape, name);
        Meters.ACCEPTED.counter(registry, accepted, name);
        refused = new CountSet(
                labels.refusals(), (count, reason) -> Meters.REFUSED.counter(registry, count, name, reason));
        disconnects = new CountSet(
                labels.causes(), (count, cause) -> Meters.DISCONNECTS.counter(registry, count, name, cause));
        fullHandshakes = handshakes(registry, name, labels, false);
        resumedHandshakes = handshakes(registry, name, labels, true);
        connects = new ByLabel<>(
                List.of(MqttLevel.values()),
                version -> new CountSet(
                        labels.connectResults(),
                        (count, result) -> Meters.CONNECTS.counter(registry, count, name, version.label(), result)));
        bytes = new CountSet(
                List.of(Direction.values()),
                (count, direction) -> Meters.BYTES.counter(registry, count, name, direction));
        pauses = new CountSet(
                List.of(Direction.values()),
                (count, direction) -> Meters.PAUSES.counter(registry, count, name, direction));
        connacks = new CountSet(
                List.of(ConnackCode.values()), (count, code) -> Meters.CONNACKS.counter(registry, count, name, code));
        groups = new CountSet(
                List.of(TlsGroup.values()), (count, group) -> Meters.TLS_GROUPS.counter(registry, count, name, group));
        handshakeTime = histograms.of(Meters.TLS_HANDSHAKE_TIME, name);
    }

    /** A connection was accepted from the kernel. */
    public void accepted() {
        accepted.increment();
    }

    /** A connection ended before it was relayed. */
    public void refused(Label reason) {
        refused.increment(reason);
    }

    /** A connection ended after it was relayed. */
    public void disconnected(Label cause) {
        disconnects.increment(cause);
    }

    /**
     * A TLS handshake came to its end.
     *
     * @param result how
     * @param version the protocol as the JDK names it, such as {@code TLSv1.3}; null when none was agreed on
     * @param resumed whether an earlier session was resumed
     * @param nanos how long it took, in nanoseconds
     * @param connection the id of the client's connection
     */
    public void handshake(Label result, @Nullable String version, boolean resumed, long nanos, String connection) {
        ByLabel<CountSet> handshakes = resumed ? resumedHandshakes : fullHandshakes;
        handshakes.get(TlsVersion.of(version)).increment(result);
        handshakeTime.record(nanos, connection);
    }

    /**
     * A CONNECT packet was dealt with.
     *
     * @param mqttVersion 3 (MQTT 3.1), 4 (3.1.1) or 5; anything else counts as unknown
     * @param result what became of it
     */
    public void connect(int mqttVersion, Label result) {
        connects.get(MqttLevel.of(mqttVersion)).increment(result);
    }

    /** A CONNACK of a backend went to its client, with this return code (MQTT 3) or reason code (MQTT 5). */
    public void connack(int code) {
        connacks.increment(ConnackCode.of(code));
    }

    /**
     * A TLS handshake succeeded.
     *
     * @param group as the TLS engine names it; null when it does not tell
     */
    public void keyExchange(@Nullable String group) {
        groups.increment(TlsGroup.of(group));
    }

    /** One side is read no further, because the other one does not keep up; which way its bytes go. */
    public void paused(Direction direction) {
        pauses.increment(direction);
    }

    /**
     * Exposes packets that someone else counts. Called once, before the first scrape that is to have them.
     *
     * @param types all that there are, of one enum
     */
    public void packets(List<? extends Label> types, PacketCounts counts) {
        for (Direction direction : Direction.values()) {
            for (Label type : types) {
                Followed count = new Followed(new Count(), () -> counts.packets(direction, type));
                Meters.PACKETS.counter(registry, count.count(), name, direction.label(), type.label());
                packets.add(count);
            }
        }
    }

    /** Bytes were relayed; reported per batch of reads, not per read. */
    public void bytes(Direction direction, long amount) {
        bytes.add(direction, amount);
    }

    /** Connections that are open now, never negative. */
    public long open() {
        // The ends first: each end that is seen then has its beginning seen too.
        long ended = refused.now() + disconnects.now();
        return accepted.now() - ended;
    }

    /** All counts, taken one after the other; the ends first, as in {@link #open()}. */
    ListenerCounts counts() {
        Map<String, Long> ends = sums(List.of(refused));
        Map<String, Long> causes = sums(List.of(disconnects));
        long ended = Stream.of(ends, causes)
                .flatMap(map -> map.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        long begun = accepted.now();
        return new ListenerCounts(
                begun - ended,
                begun,
                ends,
                causes,
                sums(fullHandshakes.values()),
                sums(resumedHandshakes.values()),
                sums(List.of(bytes)));
    }

    private static Map<String, Long> sums(List<CountSet> sets) {
        Map<String, Long> sums = new HashMap<>();
        sets.forEach(set -> set.addTo(sums));
        return sums;
    }

    /**
     * Freezes every count for a scrape; the law then holds among the frozen values, whatever happens meanwhile. The
     * ends come first, as in {@link #open()}.
     */
    void freeze() {
        long ended = refused.freeze() + disconnects.freeze();
        openAtScrape = accepted.freeze() - ended;
        fullHandshakes.values().forEach(CountSet::freeze);
        resumedHandshakes.values().forEach(CountSet::freeze);
        connects.values().forEach(CountSet::freeze);
        bytes.freeze();
        pauses.freeze();
        connacks.freeze();
        groups.freeze();
        packets.forEach(Followed::freeze);
    }

    private static ByLabel<CountSet> handshakes(
            MeterRegistry registry, String name, ListenerLabels labels, boolean resumed) {
        return new ByLabel<>(
                List.of(TlsVersion.values()),
                version -> new CountSet(
                        labels.handshakeResults(),
                        (count, result) -> Meters.TLS_HANDSHAKES.counter(
                                registry, count, name, result, version.label(), String.valueOf(resumed))));
    }
}
