package io.mqttproxy.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds out when the proxy serves, by asking its admin address. */
final class Readiness {

    private static final byte[] QUESTION =
            "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    /** {@code HTTP/1.1 200}; the status begins here. */
    private static final int STATUS = 9;

    private static final int PAUSE_MILLIS = 5;
    private static final int ANSWER_MILLIS = 1_000;

    private Readiness() {}

    /**
     * Waits until {@code /readyz} answers 200.
     *
     * @param running ends when the proxy does
     * @return false when the proxy ended before it was ready
     */
    static boolean await(int adminPort, Future<?> running) throws InterruptedException {
        while (!running.isDone()) {
            if (ready(adminPort)) {
                return true;
            }
            try {
                running.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // not ready yet, or about to be done
            }
        }
        return false;
    }

    private static boolean ready(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(QUESTION);
            byte[] start = socket.getInputStream().readNBytes(STATUS + 3);
            return new String(start, StandardCharsets.US_ASCII).startsWith("200", STATUS);
        } catch (IOException e) {
            return false;
        }
    }
}
