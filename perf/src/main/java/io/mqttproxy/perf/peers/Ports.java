package io.mqttproxy.perf.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Where a peer listens, on 127.0.0.1.
 *
 * @param oneWay for clients without certificates
 * @param mutual for clients with certificates
 */
public record Ports(int oneWay, int mutual) {

    /** Two that are free now. Below the range of ephemeral ports nobody else takes them by chance. */
    public static Ports free() throws IOException {
        int first = freeFrom(20_000);
        return new Ports(first, freeFrom(first + 1));
    }

    private static int freeFrom(int from) throws IOException {
        for (int port = from; port < 32_000; port++) {
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // taken
            }
        }
        throw new IOException("no free port (expected: one from " + from + " to 32000)");
    }
}
