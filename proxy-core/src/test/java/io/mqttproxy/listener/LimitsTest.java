package io.mqttproxy.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.FieldSizes;
import io.mqttproxy.config.LimitsConfig;
import io.mqttproxy.config.Rate;
import io.mqttproxy.config.TimeoutsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections over the limits, from the socket's point of view. */
@Timeout(30)
class LimitsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MANY = 1000;
    private static final int CONNECT_BYTES = 1024;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeAll() {
        sockets.forEach(LimitsTest::close);
    }

    @Test
    void resetsTheConnectionAboveTheGlobalLimit() throws Exception {
        try (TestListener listener = open(2, MANY, null)) {
            // given
            connect(listener);
            connect(listener);
            await().atMost(LIMIT).until(() -> listener.open() == 2);

            // when
            Socket third = connect(listener);

            // then
            assertThat(isReset(third)).isTrue();
            await().atMost(LIMIT).until(() -> listener.refused("limit_global") == 1);
            assertThat(listener.open()).isEqualTo(2);
        }
    }

    @Test
    void resetsTheConnectionAboveTheLimitOfOneAddress() throws Exception {
        try (TestListener listener = open(MANY, 2, null)) {
            // given
            connect(listener);
            connect(listener);
            await().atMost(LIMIT).until(() -> listener.open() == 2);

            // when
            Socket third = connect(listener);
            Socket ofAnother = connect(listener, InetAddress.getByName("127.0.0.2"));

            // then
            assertThat(isReset(third)).isTrue();
            await().atMost(LIMIT).until(() -> listener.open() == 3);
            assertThat(listener.refused("limit_source")).isEqualTo(1);
            assertThat(ofAnother.isConnected()).isTrue();
        }
    }

    @Test
    void resetsConnectionsThatComeTooFast() throws Exception {
        try (TestListener listener = open(MANY, MANY, new Rate(2))) {
            // when many more than two come within a second
            for (int i = 0; i < 20; i++) {
                connect(listener);
            }

            // then
            await().atMost(LIMIT).until(() -> listener.open() + listener.refused("limit_rate") == 20);
            assertThat(listener.refused("limit_rate")).isBetween(10, 18);
        }
    }

    @Test
    void letsTheNextOneInWhenOneHasGone() throws Exception {
        try (TestListener listener = open(1, 1, null)) {
            for (int round = 0; round < 5; round++) {
                // given
                Socket socket = connect(listener);
                await().atMost(LIMIT).until(() -> listener.open() == 1);

                // when
                close(socket);

                // then
                await().atMost(LIMIT).until(() -> listener.open() == 0);
            }
            assertThat(listener.refused("limit_global") + listener.refused("limit_source"))
                    .isZero();
        }
    }

    @Test
    void countsNobodyTwiceWhoWasRefused() throws Exception {
        try (TestListener listener = open(MANY, 1, null)) {
            // given an address at its limit that goes on knocking
            Socket first = connect(listener);
            await().atMost(LIMIT).until(() -> listener.open() == 1);
            for (int i = 0; i < 5; i++) {
                assertThat(isReset(connect(listener))).isTrue();
            }

            // when
            close(first);
            await().atMost(LIMIT).until(() -> listener.open() == 0);
            connect(listener);

            // then
            await().atMost(LIMIT).until(() -> listener.open() == 1);
            assertThat(listener.refused("limit_source")).isEqualTo(5);
        }
    }

    private static TestListener open(int connections, int perSource, @Nullable Rate rate) throws Exception {
        return TestListener.plain(
                new LimitsConfig(connections, perSource, rate, CONNECT_BYTES, FieldSizes.UNLIMITED),
                TimeoutsConfig.DEFAULTS);
    }

    private Socket connect(TestListener listener) throws IOException {
        return connect(listener, InetAddress.getLoopbackAddress());
    }

    private Socket connect(TestListener listener, InetAddress from) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port(), from, 0);
        socket.setSoTimeout((int) LIMIT.toMillis());
        sockets.add(socket);
        return socket;
    }

    private static boolean isReset(Socket socket) throws IOException {
        try {
            socket.getInputStream().read();
            return false; // data, or an orderly end
        } catch (SocketException e) {
            return true;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
