package io.mqttproxy.config;

import io.mqttproxy.routing.HashKey;
import java.time.Duration;

/**
 * How a backend is chosen for a client.
 *
 * @param key what keeps a client with its backend; only policies that {@linkplain Policy#hashes() hash} look at it
 * @param boundedLoad how much more than its even share a backend may carry before its clients go to their next choice, above
 *     1; infinite for any load; only for policies that hash
 * @param slowStart how long a backend that came back takes to get its whole share; zero for none
 * @param panicThreshold the least share in percent of a tier that must be available for health to count
 * @param zone whose backends are preferred; empty for none; never with a policy that hashes
 */
public record BalanceConfig(
        Policy policy, HashKey key, double boundedLoad, Duration slowStart, int panicThreshold, String zone) {

    /** Any load. */
    public static final double UNBOUNDED = Double.POSITIVE_INFINITY;

    /** For a cluster that says nothing. */
    public static final BalanceConfig DEFAULTS = of(Policy.ROUND_ROBIN);

    /** A policy with nothing said about it. */
    static BalanceConfig of(Policy policy) {
        return new BalanceConfig(policy, HashKey.CLIENT_ID, UNBOUNDED, Duration.ZERO, 0, "");
    }

    /** The rule. */
    public enum Policy {
        /** In turns, by weight. */
        ROUND_ROBIN("roundRobin"),
        /** The one with the fewest connections for its weight. */
        LEAST_CONNECTIONS("leastConnections"),
        /** The one with fewer connections of two that chance picks. */
        RANDOM("random"),
        /** The same one for the same key, as long as it is there. */
        RENDEZVOUS("rendezvous"),
        /** The same one for the same key, by a table. */
        MAGLEV("maglev");

        private final String configName;

        Policy(String configName) {
            this.configName = configName;
        }

        /** The word in the configuration. */
        public String configName() {
            return configName;
        }

        /** Whether the same key gets the same backend. */
        public boolean hashes() {
            return this == RENDEZVOUS || this == MAGLEV;
        }
    }
}
