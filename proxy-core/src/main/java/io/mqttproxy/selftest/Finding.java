package io.mqttproxy.selftest;

/**
 * What the self-test found out about one backend.
 *
 * @param fine whether clients can be served there, as far as a probe without an account can tell
 * @param backend name and cluster, for example {@code backend 127.0.0.1:1883 of cluster brokers}
 * @param text what was seen and, unless it is fine, what to change on which side
 */
public record Finding(boolean fine, String backend, String text) {

    /** {@code backend 127.0.0.1:1883 of cluster brokers takes clients}. */
    @Override
    public String toString() {
        return backend + " " + text;
    }
}
