package io.mqttproxy.config;

import java.time.Duration;

/**
 * How backends are probed.
 *
 * @param check what a probe asks for
 * @param interval between two probes of one backend
 * @param timeout of one probe; at most the interval
 * @param rise successes in a row until it is up
 * @param fall failures in a row until it is down
 * @param whenDown what becomes of the clients that are there then
 */
public record HealthConfig(
        HealthCheck check, Duration interval, Duration timeout, int rise, int fall, WhenDown whenDown) {

    /** What becomes of the clients of a backend that is found down. */
    public enum WhenDown {
        /** They stay: what a broker still carries may be well although it takes nobody more. */
        KEEP("keep"),
        /** They are closed, so that they come back and get another backend. */
        CLOSE("close");

        private final String configName;

        WhenDown(String configName) {
            this.configName = configName;
        }

        /** The word in the configuration. */
        public String configName() {
            return configName;
        }
    }

    /** For a health section that says nothing but its type. */
    public static final HealthConfig DEFAULTS =
            new HealthConfig(new HealthCheck.Tcp(), Duration.ofSeconds(5), Duration.ofSeconds(2), 2, 3, WhenDown.KEEP);
}
