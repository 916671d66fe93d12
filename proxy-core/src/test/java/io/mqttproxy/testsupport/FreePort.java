package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 that stay a test's own after its server has gone, or before it comes.
 *
 * <p>They lie below those that the kernel gives to whoever asks for port 0 (32768 and up on Linux): what still knocks at a
 * server that was killed, such as a health check or an OCSP request, finds nobody there, and not the next test's server.
 */
public final class FreePort {

    private static final int LOWEST = 12_000;
    private static final int KERNELS_OWN = 32_768;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

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
        BindException last = new BindException("no attempt");
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, KERNELS_OWN);
            try {
                return new ServerSocket(port, backlog, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                last = e; // taken
            }
        }
        throw last;
    }
}
