package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.Rate;
import io.mqttproxy.config.ShutdownConfig;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Going out of service with clients connected. */
class DrainIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private StubBroker broker;
    private ProxyUnderTest proxy;
    private SSLContext tls;

    @BeforeEach
    void start() {
        TestPki pki = TestPki.in(folder);
        broker = StubBroker.start(StubBehaviour.accepting());
        proxy = ProxyUnderTest.oneWay(folder, pki, "", "backends: [\"127.0.0.1:" + broker.port() + "\"]");
        tls = Device.context(pki, null);
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    @Test
    void tellsMqtt5ClientsThatTheServerIsShuttingDownAndClosesTheOthersInOrder() throws Exception {
        // given
        try (Device modern = Device.connect(tls, proxy.port());
                Device old = Device.connect(tls, proxy.port())) {
            modern.send(Packets.connect5("modern")).read(5);
            old.send(Packets.connect311("old")).read(4);

            // when
            CompletableFuture<Void> drained =
                    proxy.server().drain(new ShutdownConfig(Duration.ZERO, new Rate(500), Duration.ofSeconds(30)));

            // then DISCONNECT with reason 0x8B
            assertThat(modern.readToEnd()).startsWith((byte) 0xE0).contains((byte) 0x8B);
            assertThat(old.readToEnd()).isEmpty();
            drained.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            proxy.awaitMetric(2, "mqttproxy_client_disconnects_total", "cause=\"drain\"");
            proxy.assertBooksBalance();
        }
    }

    @Test
    void saysThatItIsNotReadyAndStillAcceptsDuringTheGrace() {
        // when
        proxy.server().drain(new ShutdownConfig(Duration.ofMinutes(5), new Rate(500), Duration.ofMinutes(10)));

        // then
        assertThat(proxy.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(proxy.get("/livez").statusCode()).isEqualTo(200);
        try (Device late = Device.connect(tls, proxy.port())) {
            assertThat(late.send(Packets.connect311("late")).read(4)).isEqualTo(Packets.CONNACK_3);
        }
    }

    @Test
    void keepsToThePace() {
        // given
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Device device = Device.connect(tls, proxy.port());
            device.send(Packets.connect311("d" + i)).read(4);
            devices.add(device);
        }
        try {
            // when 20 a second
            long start = System.nanoTime();
            proxy.server().drain(new ShutdownConfig(Duration.ZERO, new Rate(20), Duration.ofSeconds(30)));
            devices.forEach(Device::readToEnd);

            // then
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(15));
        } finally {
            devices.forEach(Device::close);
        }
        await().atMost(LIMIT).until(() -> proxy.server().connections() == 0);
    }

    @Test
    void doesNotCutAPacketInTwo() {
        // given a broker in the middle of a PUBLISH
        byte[] publish = Packets.publish311("topic", new byte[2000]);
        try (Device device = Device.connect(tls, proxy.port())) {
            device.send(Packets.connect311("reader")).read(4);
            broker.awaitConnection(0).send(Arrays.copyOf(publish, 1000));
            device.read(1000);

            // when
            proxy.server().drain(new ShutdownConfig(Duration.ZERO, new Rate(500), Duration.ofSeconds(30)));
            proxy.awaitMetric(1, "mqttproxy_draining");
            broker.awaitConnection(0).send(Arrays.copyOfRange(publish, 1000, publish.length));

            // then
            assertThat(device.readToEnd()).hasSize(publish.length - 1000);
        }
    }
}
