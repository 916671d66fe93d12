package io.mqttproxy.routing;

/**
 * One broker as it is configured. It checks itself, so that an instance is always usable.
 *
 * @param name what logs, metrics and rendezvous hashing call it; {@code host:port} unless the configuration says
 *     otherwise. Two proxies agree on a client's broker only when they know the brokers by the same names
 * @param host a host name or an IP address without brackets
 * @param port the TCP port, 1 to 65535
 * @param weight its share among the backends of the cluster, 0 to 1000; 0 takes it out of service for new clients
 * @param tier 0 to 9; a tier is used while those with smaller numbers cannot serve
 * @param zone where it runs, for clusters that prefer the zone of the proxy; empty when nobody said
 */
public record Backend(String name, String host, int port, int weight, int tier, String zone) {

    /** The weight of a backend whose configuration names none. */
    public static final int DEFAULT_WEIGHT = 1;

    private static final int MAX_WEIGHT = 1000;
    private static final int MAX_TIER = 9;

    /**
     * Checks every component.
     *
     * @throws IllegalArgumentException naming the component, its value and what was expected
     */
    public Backend {
        Check.text("name", name, "a name such as broker-1");
        Check.text("host", host, "a host name or an IP address");
        Check.range("port", port, 1, 65535);
        Check.range("weight", weight, 0, MAX_WEIGHT);
        Check.range("tier", tier, 0, MAX_TIER);
    }

    /**
     * A backend of the first tier and no zone.
     *
     * @throws IllegalArgumentException naming the component, its value and what was expected
     */
    public Backend(String name, String host, int port, int weight) {
        this(name, host, port, weight, 0, "");
    }

    /**
     * A backend that goes by its address.
     *
     * @throws IllegalArgumentException naming the component, its value and what was expected
     */
    public static Backend of(String host, int port, int weight) {
        return new Backend(hostAndPort(host, port), host, port, weight);
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    public String address() {
        return hostAndPort(host, port);
    }

    private static String hostAndPort(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
