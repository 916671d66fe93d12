package io.mqttproxy.config;

/**
 * Where to listen.
 *
 * @param host a name, or an address without brackets
 * @param port 0 to 65535; 0 = the system chooses
 * @param source where it is configured
 */
public record BindAddress(String host, int port, Source source) {
    /** {@code 0.0.0.0:8883}, {@code [::]:8883}. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
