package io.mqttproxy.relay;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which connections have no line in the access log, because too many others ended for the same reason in the same second.
 * Any thread.
 */
public final class AccessLogSampling {

    /**
     * Lines per second for each reason; {@link Integer#MAX_VALUE} for all.
     *
     * @param refused about connections that no backend accepted
     * @param disconnected about the others
     * @param connected about clients when they are accepted, all together; 0 for none, which is not counted
     */
    public record Limits(int refused, int disconnected, int connected) {
        /** Every connection has a line at its end, and none before. */
        public static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, 0);
    }

    private final Map<CloseReason, LineRate> refused = forEachReason();
    private final Map<CloseReason, LineRate> disconnected = forEachReason();
    private final LineRate connected = new LineRate();
    private volatile Limits limits;

    /** Begins with these limits. */
    public AccessLogSampling(Limits limits) {
        this.limits = limits;
    }

    private static Map<CloseReason, LineRate> forEachReason() {
        Map<CloseReason, LineRate> rates = new EnumMap<>(CloseReason.class);
        for (CloseReason reason : CloseReason.values()) {
            rates.put(reason, new LineRate());
        }
        return Collections.unmodifiableMap(rates);
    }

    /** Has other limits from now on. */
    public void limits(Limits next) {
        limits = next;
    }

    /** Whether a connection that has ended has a line; if not, that is counted. */
    boolean admits(Session.Phase phase, CloseReason reason) {
        Limits now = limits;
        return phase == Session.Phase.RELAYING
                ? rate(disconnected, reason).admits(now.disconnected())
                : rate(refused, reason).admits(now.refused());
    }

    /** Whether a client that was accepted has a line; if not, that is counted unless none has. */
    boolean admitsConnected() {
        int perSecond = limits.connected();
        return perSecond > 0 && connected.admits(perSecond);
    }

    private static LineRate rate(Map<CloseReason, LineRate> rates, CloseReason reason) {
        LineRate rate = rates.get(reason);
        if (rate == null) {
            throw new IllegalStateException(reason + " (expected: one that was there at the start)");
        }
        return rate;
    }

    /** How many lines were left out so far. */
    public long leftOut() {
        return sum(refused) + sum(disconnected) + connected.leftOut();
    }

    private static long sum(Map<CloseReason, LineRate> rates) {
        return rates.values().stream().mapToLong(LineRate::leftOut).sum();
    }

    /**
     * How many lines were left out so far, for those ends of which there were any, such as {@code refused not_tls}, and
     * of lines at connects.
     */
    public Map<String, Long> leftOutByEnd() {
        Map<String, Long> counts = new TreeMap<>();
        collect("refused", refused, counts);
        collect("disconnected", disconnected, counts);
        if (connected.leftOut() > 0) {
            counts.put(AccessEvent.CONNECTED.label(), connected.leftOut());
        }
        return counts;
    }

    private static void collect(String phase, Map<CloseReason, LineRate> rates, Map<String, Long> into) {
        rates.forEach((reason, rate) -> {
            long count = rate.leftOut();
            if (count > 0) {
                into.put(phase + " " + reason.label(), count);
            }
        });
    }
}
