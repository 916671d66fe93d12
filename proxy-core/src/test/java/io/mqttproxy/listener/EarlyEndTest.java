package io.mqttproxy.listener;

import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.TimeoutsConfig;
import io.mqttproxy.testsupport.TestPki;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that leave in the middle of the handshake. */
@Timeout(30)
class EarlyEndTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final byte[] HALF_A_CLIENT_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3};

    @TempDir
    private Path folder;

    private TestListener listener;

    @BeforeEach
    void open() throws Exception {
        listener = TestListener.tls(TestPki.in(folder), TimeoutsConfig.DEFAULTS);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void countsAnOrderlyEndAsTheClients() throws Exception {
        // when
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.getOutputStream().write(HALF_A_CLIENT_HELLO);
        }

        // then
        await().atMost(LIMIT).until(() -> listener.refused("client_closed") == 1);
    }

    @Test
    void countsAResetAsTheClients() throws Exception {
        // when
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.getOutputStream().write(HALF_A_CLIENT_HELLO);
            socket.setSoLinger(true, 0);
        }

        // then
        await().atMost(LIMIT).until(() -> listener.refused("client_closed") == 1);
    }
}
