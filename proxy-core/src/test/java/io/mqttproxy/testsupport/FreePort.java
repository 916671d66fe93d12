package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 that stay a test's own after its server has gone, or before it comes.
 *
 * <p>They are none of those that the kernel gives to whoever asks for port 0 (32768 and up on Linux, as a rule): what still
 * knocks at a server that was killed, such as a health check or an OCSP request, finds nobody there, and not the next test's
 * server.
 */
public final class FreePort {

    private static final Path KERNELS_OWN = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final String USUAL = "32768 60999";
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /**
     * Where to look.
     *
     * @param lowest the first port
     * @param highest the last one
     */
    record Range(int lowest, int highest) {

        private static final int LOWEST = 12_000;
        private static final int HIGHEST = 65_535;

        /**
         * Below the ports that the kernel gives away, or above them where there are more.
         *
         * @param kernelsOwn the first and the last of them, with white space between
         */
        static Range beside(String kernelsOwn) {
            String[] bounds = kernelsOwn.strip().split("\\s+", -1);
            int below = Integer.parseInt(bounds[0]) - LOWEST;
            int above = HIGHEST - Integer.parseInt(bounds[1]);
            if (below <= 0 && above <= 0) {
                return new Range(LOWEST, HIGHEST); // all belong to the kernel: nothing is better than anything else
            }
            return below >= above ? new Range(LOWEST, LOWEST + below - 1) : new Range(HIGHEST - above + 1, HIGHEST);
        }

        static Range ofThisMachine() throws IOException {
            // line by line, which means through a buffer: such a file gives all in its first read and then nothing
            return beside(
                    Files.exists(KERNELS_OWN) ? Files.readAllLines(KERNELS_OWN).get(0) : USUAL);
        }

        int any() {
            return ThreadLocalRandom.current().nextInt(lowest, highest + 1);
        }
    }

    /** One that was free a moment ago, for programs that cannot be asked for any, or for nobody at all. */
    public static int find() {
        try (ServerSocket socket = listen(1)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens on one. */
    static ServerSocket listen(int backlog) throws IOException {
        Range range = Range.ofThisMachine();
        BindException last = new BindException("no attempt");
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return new ServerSocket(range.any(), backlog, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                last = e; // taken
            }
        }
        throw last;
    }
}
