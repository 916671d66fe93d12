package io.mqttproxy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Requests to the admin port as they stand on the wire, for headers that an HTTP client does not let one set. */
final class Requests {

    private static final int READ_MILLIS = 10_000;

    private Requests() {}

    /**
     * The status code of the answer to a GET.
     *
     * @param host the Host header
     */
    static int status(ProxyUnderTest proxy, String path, String host) {
        String request = String.join("\r\n", "GET " + path + " HTTP/1.1", "Host: " + host, "Connection: close", "", "");
        int port = Objects.requireNonNull(proxy.server().adminAddress()).getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.substring("HTTP/1.1 ".length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
