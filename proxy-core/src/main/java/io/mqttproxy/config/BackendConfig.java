package io.mqttproxy.config;

/**
 * One broker.
 *
 * @param host a name, or an address without brackets
 * @param port 1 to 65535
 * @param weight 0 to 1000; 0 = gets no new clients
 * @param name {@code host:port} unless given
 * @param tier 0 to 9; used while those with smaller numbers cannot serve
 * @param zone where it runs; empty = not said
 */
public record BackendConfig(String host, int port, int weight, String name, int tier, String zone, Source source) {
    /** The weight of a backend that has none. */
    public static final int DEFAULT_WEIGHT = 1;
}
