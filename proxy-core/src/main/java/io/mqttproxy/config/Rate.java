package io.mqttproxy.config;

/**
 * How often something may happen.
 *
 * @param perSecond at least 1
 */
public record Rate(int perSecond) {
    /** Checks itself. */
    public Rate {
        if (perSecond < 1) {
            throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: at least 1)");
        }
    }

    /** {@code 500/s}. */
    @Override
    public String toString() {
        return perSecond + "/s";
    }
}
