package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.StubConnection;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A side that does not read stops the other side, and nothing is lost when it reads again. */
class BackPressureIT {

    /** Far more than all socket buffers on the way hold, so that a proxy that buffers would take it in. */
    private static final byte[] LOAD = load(64 * 1024 * 1024);

    @TempDir
    private Path folder;

    private StubBroker broker;
    private ProxyUnderTest proxy;
    private Device device;

    @BeforeEach
    void connect() {
        TestPki pki = TestPki.in(folder);
        broker = StubBroker.start(StubBehaviour.accepting());
        proxy = ProxyUnderTest.oneWay(folder, pki, "", "backends: [\"127.0.0.1:" + broker.port() + "\"]");
        device = Device.connect(pki, proxy.port(), null);
        device.send(Packets.connect311("d")).read(4);
    }

    @AfterEach
    void stop() {
        device.close();
        proxy.close();
        broker.close();
    }

    @Test
    void stopsTheBrokerWhileTheClientDoesNotRead() throws Exception {
        // given
        StubConnection backend = broker.awaitConnection(0);

        // when the broker sends and the client does not read
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> backend.send(LOAD));

        // then the broker is stopped
        assertStillRunning(sent);
        proxy.awaitCount(1, "mqttproxy_paused_reads_total", "direction=\"backend_to_client\"");
        // and all arrives, in order, once the client reads
        byte[] read = device.read(LOAD.length);
        sent.get(30, TimeUnit.SECONDS);
        assertThat(Arrays.equals(read, LOAD)).isTrue();
    }

    @Test
    void stopsTheClientWhileTheBrokerDoesNotRead() throws Exception {
        // given
        StubConnection backend = broker.awaitConnection(0);
        backend.pauseReading();

        // when
        CompletableFuture<Device> sent = CompletableFuture.supplyAsync(() -> device.send(LOAD));

        // then
        assertStillRunning(sent);
        proxy.awaitCount(1, "mqttproxy_paused_reads_total", "direction=\"client_to_backend\"");
        backend.resumeReading();
        sent.get(30, TimeUnit.SECONDS);
        assertThat(Arrays.equals(backend.awaitAfterConnect(LOAD.length), LOAD)).isTrue();
    }

    private static void assertStillRunning(CompletableFuture<?> sent) throws Exception {
        try {
            sent.get(2, TimeUnit.SECONDS);
        } catch (TimeoutException expected) {
            return;
        }
        throw new AssertionError("the proxy took in " + LOAD.length + " bytes that nobody reads");
    }

    /** One packet, as MQTT knows them up to 256 MiB; what is no packet the proxy would not relay. */
    private static byte[] load(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(42).nextBytes(bytes);
        bytes[0] = 0x30; // PUBLISH
        int remaining = length - 5;
        bytes[1] = (byte) (0x80 | remaining);
        bytes[2] = (byte) (0x80 | (remaining >> 7));
        bytes[3] = (byte) (0x80 | (remaining >> 14));
        bytes[4] = (byte) (remaining >> 21); // below 128 for all that has four bytes of length
        return bytes;
    }
}
