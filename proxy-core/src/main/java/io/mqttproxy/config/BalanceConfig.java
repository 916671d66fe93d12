package io.mqttproxy.config;

/**
 * How a backend is chosen for a client.
 *
 * @param key what keeps a client with its backend; only {@link Policy#RENDEZVOUS} looks at it
 */
public record BalanceConfig(Policy policy, Key key) {
    /** For a cluster that says nothing. */
    public static final BalanceConfig DEFAULTS = new BalanceConfig(Policy.ROUND_ROBIN, Key.CLIENT_ID);

    /** The rule. */
    public enum Policy {
        /** In turns, by weight. */
        ROUND_ROBIN("roundRobin"),
        /** The one with the fewest connections for its weight. */
        LEAST_CONNECTIONS("leastConnections"),
        /** The same one for the same key, as long as it is there. */
        RENDEZVOUS("rendezvous");

        private final String configName;

        Policy(String configName) {
            this.configName = configName;
        }

        /** The word in the configuration. */
        public String configName() {
            return configName;
        }
    }

    /** What a client is recognised by. */
    public enum Key {
        /** Its MQTT client identifier; when that is empty its identity, then its address. */
        CLIENT_ID("clientId");

        private final String configName;

        Key(String configName) {
            this.configName = configName;
        }

        /** The word in the configuration. */
        public String configName() {
            return configName;
        }
    }
}
