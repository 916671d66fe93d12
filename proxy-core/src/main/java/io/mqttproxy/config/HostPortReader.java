package io.mqttproxy.config;

import io.mqttproxy.config.HostPortReader.HostPort;

/**
 * {@code host:port}, {@code 192.0.2.1:port} or {@code [2001:db8::1]:port}.
 *
 * @param smallestPort 0 where the system may choose, else 1
 * @param example shown when the text is something else
 */
record HostPortReader(int smallestPort, String example) implements TextReader<HostPort> {
    private static final int LARGEST_PORT = 65_535;

    @Override
    public HostPort read(String text) throws BadValue {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw BadValue.plain();
        }
        String host = host(text.substring(0, colon));
        try {
            return new HostPort(host, new IntegerReader(smallestPort, LARGEST_PORT).read(text.substring(colon + 1)));
        } catch (BadValue e) {
            throw BadValue.expected("a port from " + smallestPort + " to " + LARGEST_PORT + " behind the last colon");
        }
    }

    @Override
    public String expected() {
        return "address:port such as " + example;
    }

    private static String host(String text) throws BadValue {
        if (text.startsWith("[") && text.endsWith("]") && text.indexOf(':') > 0) {
            String address = text.substring(1, text.length() - 1);
            if (IpLiteral.parse(address) != null) {
                return address;
            }
        } else if (text.indexOf(':') < 0 && (IpLiteral.parse(text) != null || HostName.valid(text))) {
            return text;
        } else if (IpLiteral.parse(text) != null) {
            throw BadValue.expected("brackets around an IPv6 address, as in [::1]:1883");
        }
        throw BadValue.plain();
    }

    /**
     * Where to bind or to connect.
     *
     * @param host a name, or an address without brackets
     */
    record HostPort(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }
}
