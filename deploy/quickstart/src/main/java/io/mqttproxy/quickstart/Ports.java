package io.mqttproxy.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/**
 * The ports that users see, on 127.0.0.1.
 *
 * @param oneWay TLS without client certificates
 * @param mutual TLS with client certificates
 * @param admin the admin address
 */
record Ports(int oneWay, int mutual, int admin) {

    /** Those that the documentation speaks of. */
    static final Ports USUAL = new Ports(8883, 8884, 9090);

    /**
     * Chooses ports that are free now. Somebody else may still take one before the proxy does; then the proxy says so.
     *
     * @param base the first of three successive ports, all of which must be free; empty = {@code preferred}, each replaced
     *     by a free one when it is taken
     */
    static Ports choose(OptionalInt base, Ports preferred) throws QuickstartException {
        if (base.isPresent()) {
            int first = base.getAsInt();
            return new Ports(demand(first), demand(first + 1), demand(first + 2));
        }
        return new Ports(prefer(preferred.oneWay), prefer(preferred.mutual), prefer(preferred.admin));
    }

    private static int demand(int port) throws QuickstartException {
        try (ServerSocket socket = bind(port)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new QuickstartException("port " + port + ": " + e.getMessage()
                    + " (expected: three free ports; try another --port-base, or none)");
        }
    }

    private static int prefer(int port) throws QuickstartException {
        try (ServerSocket socket = bind(port)) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            return demand(0);
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
