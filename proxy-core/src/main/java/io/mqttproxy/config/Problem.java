package io.mqttproxy.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param source where
 * @param message what, and what would be right: {@code no such file: ca.pem (expected: …)}; free of secrets
 */
public record Problem(Source source, String message) {
    /** {@code proxy.yaml:12:7 listeners.mqtts.tls.caFile: no such file: ca.pem (expected: …)}. */
    @Override
    public String toString() {
        return source + ": " + message;
    }
}
