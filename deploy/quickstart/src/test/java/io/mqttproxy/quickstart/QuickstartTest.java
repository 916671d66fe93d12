package io.mqttproxy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts around the proxy; the proxy itself is played. */
class QuickstartTest {

    private static final Pattern ADMIN = Pattern.compile("admin: \\{bind: 127\\.0\\.0\\.1:([0-9]+)}");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void printsLinesToPasteOnceTheProxyIsReady() throws Exception {
        int exitCode = quickstart(QuickstartTest::serveReadiness).run();

        assertThat(exitCode).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("mosquitto_")))
                .hasSize(6)
                .allMatch(line -> line.contains("--cafile " + folder.resolve("certs/ca.pem")));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("\ncurl -s http://127.0.0.1:[0-9]+/metrics\n");
        assertThat(folder.resolve("brokers.log")).exists();
    }

    @Test
    void saysNothingAndEndsLikeTheProxyThatDidNotStart() throws Exception {
        int exitCode = quickstart(configuration -> 70).run();

        assertThat(exitCode).isEqualTo(70);
        assertThat(printed.size()).isZero();
    }

    private Quickstart quickstart(ProxyRunner proxy) {
        QuickstartOptions options = new QuickstartOptions(folder, OptionalInt.empty(), true, false);
        return new Quickstart(options, proxy, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    /** Is not ready when first asked, and ready ever after. */
    private static int serveReadiness(Path configuration) throws IOException {
        Matcher admin = ADMIN.matcher(Files.readString(configuration));
        assertThat(admin.find()).isTrue();
        int port = Integer.parseInt(admin.group(1));
        try (ServerSocket server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
            answer(server, "503 Service Unavailable");
            answer(server, "200 OK");
        }
        return 0;
    }

    private static void answer(ServerSocket server, String status) {
        try (Socket socket = server.accept()) {
            assertThat(socket.getInputStream().readNBytes(11)).asString().isEqualTo("GET /readyz");
            socket.getOutputStream().write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
