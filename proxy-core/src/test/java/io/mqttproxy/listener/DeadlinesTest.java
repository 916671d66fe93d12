package io.mqttproxy.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.LimitsConfig;
import io.mqttproxy.config.TimeoutsConfig;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take their time. */
@Timeout(60)
class DeadlinesTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The start of a ClientHello record that declares more than ever comes. */
    private static final byte[] CLIENT_HELLO = {
        22, // handshake
        3, // TLS 1.0
        1,
        2, // length: 512 and a bit
        0,
        1, // ClientHello
        0,
        1,
        (byte) 0xFC,
        3, // TLS 1.2
        3,
    };

    @TempDir
    private Path folder;

    /** Before the listener's own clock starts. */
    private long connecting;

    @Test
    void endsAHandshakeThatNeverBegins() throws Exception {
        try (TestListener listener = TestListener.tls(TestPki.in(folder), new TimeoutsConfig(SHORT, LONG, LONG, 1.5));
                Socket socket = connect(listener)) {
            // when
            Duration waited = untilTheEnd(socket);

            // then
            assertThat(waited).isBetween(SHORT.minusMillis(100), LIMIT);
            await().atMost(LIMIT).until(() -> listener.refused("handshake_timeout") == 1);
        }
    }

    @Test
    void endsAHandshakeThatTricklesIn() throws Exception {
        try (TestListener listener = TestListener.tls(TestPki.in(folder), new TimeoutsConfig(SHORT, LONG, LONG, 1.5));
                Socket socket = connect(listener)) {
            // when
            Duration waited = trickle(socket, Arrays.copyOf(CLIENT_HELLO, 200)); // longer than LIMIT

            // then
            assertThat(waited).isBetween(SHORT.minusMillis(100), LIMIT);
            await().atMost(LIMIT).until(() -> listener.refused("handshake_timeout") == 1);
        }
    }

    @Test
    void endsAConnectThatTricklesIn() throws Exception {
        // given a CONNECT that nobody can find fault with before it is whole, and that takes longer than LIMIT
        byte[] start = HexFormat.of().parseHex("107F" + "00044D515454" + "04" + "02" + "003C" + "0073");
        byte[] connect = Arrays.copyOf(start, 2 + 0x7F); // the client identifier never ends
        Arrays.fill(connect, start.length, connect.length, (byte) 'a');
        try (TestListener listener =
                        TestListener.plain(LimitsConfig.DEFAULTS, new TimeoutsConfig(LONG, SHORT, LONG, 1.5));
                Socket socket = connect(listener)) {
            // when
            Duration waited = trickle(socket, connect);

            // then
            assertThat(waited).isBetween(SHORT.minusMillis(100), LIMIT);
            await().atMost(LIMIT).until(() -> listener.refused("connect_timeout") == 1);
        }
    }

    @Test
    void countsTheConnectTimeoutWithoutASingleByte() throws Exception {
        try (TestListener listener =
                        TestListener.plain(LimitsConfig.DEFAULTS, new TimeoutsConfig(LONG, SHORT, LONG, 1.5));
                Socket socket = connect(listener)) {
            // when
            Duration waited = untilTheEnd(socket);

            // then
            assertThat(waited).isBetween(SHORT.minusMillis(100), LIMIT);
            await().atMost(LIMIT).until(() -> listener.refused("connect_timeout") == 1);
        }
    }

    private Socket connect(TestListener listener) throws IOException {
        connecting = System.nanoTime();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setTcpNoDelay(true);
        return socket;
    }

    private Duration untilTheEnd(Socket socket) throws IOException {
        socket.setSoTimeout((int) LIMIT.toMillis());
        assertThat(socket.getInputStream().read()).isNegative();
        return Duration.ofNanos(System.nanoTime() - connecting);
    }

    /** Sends one byte each 100 ms until the other side has had enough. */
    private Duration trickle(Socket socket, byte[] bytes) throws IOException {
        socket.setSoTimeout(100);
        for (byte single : bytes) {
            if (endsAfter(socket, single)) {
                break;
            }
        }
        return Duration.ofNanos(System.nanoTime() - connecting);
    }

    private static boolean endsAfter(Socket socket, byte single) {
        try {
            socket.getOutputStream().write(single);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }
}
