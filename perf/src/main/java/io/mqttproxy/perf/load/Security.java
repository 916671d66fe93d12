package io.mqttproxy.perf.load;

/** How a connection of a device is protected. */
public enum Security {
    /** TCP alone, for the baseline without a proxy. */
    NONE,
    /** TLS 1.3 with a server certificate. */
    ONE_WAY,
    /** TLS 1.3 with certificates on both sides. */
    MUTUAL
}
