package io.mqttproxy.routing;

import java.time.Instant;

/**
 * Active health: what the probes say about a backend. Immutable; each result makes the next value.
 *
 * <p>A backend that was never probed counts as up, so that the proxy serves from its first moment, and the first probe
 * decides alone: a broker that is dead at the start is not used for another {@code fall} intervals.
 *
 * @param up whether clients may be sent there
 * @param probed whether a probe has ever answered
 * @param contrary results in a row that speak against {@code up}
 * @param reason the latest result in words
 * @param since when {@code up} became what it is
 */
record Health(boolean up, boolean probed, int contrary, String reason, Instant since) {

    static Health unknown(Instant now) {
        return new Health(true, false, 0, "not probed", now);
    }

    /** As if there had been no probe; who was up has been so all the time. */
    Health forgotten(Instant now) {
        return unknown(up ? since : now);
    }

    Health after(ProbeResult result, HealthPolicy policy, Instant now) {
        if (result.ok() == up) {
            return new Health(up, true, 0, result.reason(), since);
        }
        if (contrary + 1 < needed(policy)) {
            return new Health(up, true, contrary + 1, result.reason(), since);
        }
        return new Health(!up, true, 0, result.reason(), now);
    }

    private int needed(HealthPolicy policy) {
        if (!probed) {
            return 1;
        }
        return up ? policy.fall() : policy.rise();
    }
}
