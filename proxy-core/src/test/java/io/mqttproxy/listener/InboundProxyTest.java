package io.mqttproxy.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.FieldSizes;
import io.mqttproxy.config.LimitsConfig;
import io.mqttproxy.config.TimeoutsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener on which every connection has to begin with a PROXY header, from the socket's point of view. */
@Timeout(30)
class InboundProxyTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String LOOPBACK = "127.0.0.0/8";
    private static final byte[] LOCAL = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "2000" + "0000");

    /** Who has sent a header may stay for the whole test. */
    private static final TimeoutsConfig PATIENT = new TimeoutsConfig(LIMIT, Duration.ofMinutes(1), LIMIT, 1.5);

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void resetsPeersThatMayNotSendOneBeforeTheySayAnything() throws Exception {
        try (TestListener listener = open(LimitsConfig.DEFAULTS, "10.0.0.0/8", "2001:db8::/32")) {
            // when
            Socket socket = connect(listener);

            // then
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> socket.getInputStream().read());
            awaitRefused(listener, "proxy_untrusted");
        }
    }

    @Test
    void closesConnectionsThatBeginWithSomethingElse() throws Exception {
        try (TestListener listener = open(LimitsConfig.DEFAULTS, LOOPBACK)) {
            // when a CONNECT comes without a header
            Socket socket = connect(listener);
            socket.getOutputStream().write(0x10);

            // then nobody waits for more
            assertThat(ends(socket)).isTrue();
            awaitRefused(listener, "proxy_header");
        }
    }

    @Test
    void closesConnectionsWhoseHeaderIsBroken() throws Exception {
        try (TestListener listener = open(LimitsConfig.DEFAULTS, LOOPBACK)) {
            Socket socket = connect(listener);
            send(socket, "PROXY TCP4 192.0.2.1 198.51.100.7 70000 8883\r\n");

            assertThat(ends(socket)).isTrue();
            awaitRefused(listener, "proxy_header");
        }
    }

    @Test
    void givesAHeaderThreeSecondsAndNotMoreForEveryByte() throws Exception {
        try (TestListener listener = open(LimitsConfig.DEFAULTS, LOOPBACK)) {
            // given
            long start = System.nanoTime(); // before the listener's own clock starts
            Socket socket = connect(listener);
            send(socket, "PROXY TCP4 192.0.2.1 ");

            // when
            int end = socket.getInputStream().read();

            // then
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            assertThat(end).isEqualTo(-1);
            assertThat(waited).isBetween(Duration.ofMillis(2_900), LIMIT);
            awaitRefused(listener, "proxy_header_timeout");
        }
    }

    @Test
    void goesOnWithWhatTheSameReadBroughtBehindTheHeader() throws Exception {
        try (TestListener listener = open(LimitsConfig.DEFAULTS, LOOPBACK)) {
            // when no CONNECT follows, which only the next handler can find out
            Socket socket = connect(listener);
            send(socket, "PROXY TCP4 192.0.2.1 198.51.100.7 56324 8883\r\nGET / HTTP/1.1\r\n");

            // then
            assertThat(ends(socket)).isTrue();
            awaitRefused(listener, "not_mqtt");
        }
    }

    @Test
    void takesOneHeaderAndNoSecondOne() throws Exception {
        try (TestListener listener = open(LimitsConfig.DEFAULTS, LOOPBACK)) {
            Socket socket = connect(listener);
            send(socket, "PROXY TCP4 192.0.2.1 198.51.100.7 56324 8883\r\n".repeat(2));

            assertThat(ends(socket)).isTrue();
            awaitRefused(listener, "not_mqtt");
        }
    }

    @Test
    void countsClientsByTheAddressInTheirHeader() throws Exception {
        LimitsConfig onePerSource = new LimitsConfig(1000, 1, null, 1024, FieldSizes.UNLIMITED);
        try (TestListener listener = open(onePerSource, LOOPBACK)) {
            // given two clients behind one load balancer
            send(connect(listener), "PROXY TCP4 192.0.2.1 198.51.100.7 56324 8883\r\n");
            send(connect(listener), "PROXY TCP4 192.0.2.2 198.51.100.7 56324 8883\r\n");

            await().atMost(LIMIT).until(() -> listener.open() == 2);

            // when one of them comes once more
            Socket again = connect(listener);
            send(again, "PROXY TCP4 192.0.2.1 198.51.100.7 56325 8883\r\n");

            // then
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> again.getInputStream().read());
            awaitRefused(listener, "limit_source");
            assertThat(listener.open()).isEqualTo(2);
        }
    }

    @Test
    void countsTheLoadBalancersOwnConnectionsByItsOwnAddress() throws Exception {
        LimitsConfig onePerSource = new LimitsConfig(1000, 1, null, 1024, FieldSizes.UNLIMITED);
        try (TestListener listener = open(onePerSource, LOOPBACK)) {
            connect(listener).getOutputStream().write(LOCAL);
            Socket second = connect(listener);
            second.getOutputStream().write(LOCAL);

            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> second.getInputStream().read());
            awaitRefused(listener, "limit_source");
        }
    }

    @Test
    void countsConnectionsThatHaveNotSentTheirHeaderYet() throws Exception {
        try (TestListener listener = open(new LimitsConfig(1, 1000, null, 1024, FieldSizes.UNLIMITED), LOOPBACK)) {
            // when two come, who are accepted in their order and long before the time for the first one's header is
            // over
            connect(listener);
            Socket second = connect(listener);

            // then
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> second.getInputStream().read());
            awaitRefused(listener, "limit_global");
        }
    }

    @Test
    void aListenerThatAsksForNoHeaderTakesNone() throws Exception {
        try (TestListener listener = TestListener.plain(LimitsConfig.DEFAULTS, TimeoutsConfig.DEFAULTS)) {
            Socket socket = connect(listener);
            send(socket, "PROXY TCP4 192.0.2.1 198.51.100.7 56324 8883\r\n");

            assertThat(ends(socket)).isTrue();
            awaitRefused(listener, "not_mqtt");
        }
    }

    private static TestListener open(LimitsConfig limits, String... trusted) throws Exception {
        return TestListener.behindProxies(limits, PATIENT, trusted);
    }

    private static void awaitRefused(TestListener listener, String reason) {
        await().atMost(LIMIT).until(() -> listener.refused(reason) == 1);
    }

    private Socket connect(TestListener listener) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout((int) LIMIT.toMillis());
        sockets.add(socket);
        return socket;
    }

    /** Whether the listener ends it in order; the other half is closed then, for which it waits. */
    private static boolean ends(Socket socket) throws IOException {
        int first = socket.getInputStream().read();
        socket.close();
        return first < 0;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
