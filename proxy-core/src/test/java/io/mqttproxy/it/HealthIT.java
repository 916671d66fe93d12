package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers behind the proxy, one of them in trouble: nobody waits long, and nobody is lost who could be served. */
@Timeout(120)
class HealthIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Less than the time that a backend has for its CONNACK: whoever is sent to one that hangs takes longer. */
    private static final Duration SOON = Duration.ofSeconds(8);

    /** Where a CONNECT of less than 128 bytes has its protocol level. */
    private static final int LEVEL = 8;

    private static final String MQTT =
            "health: {type: mqtt, interval: 2s, timeout: 2s, rise: 1, fall: 2}\nselfTest: false";

    @TempDir
    private Path folder;

    private final List<Device> devices = new ArrayList<>();
    private int clients;

    @AfterEach
    void leave() {
        devices.forEach(Device::close);
    }

    @Test
    @RequiresProgram({"mosquitto", "mosquitto_passwd"})
    void servesEverybodyWhileOneBrokerIsKilledOrHangs() {
        try (MosquittoBroker one = MosquittoBroker.anonymous();
                MosquittoBroker two = MosquittoBroker.anonymous();
                MosquittoBroker three = MosquittoBroker.anonymous();
                ProxyUnderTest proxy = start(MQTT, one.port(), two.port(), three.port())) {
            // when one hangs: its kernel still takes connections
            two.pause();
            awaitUp(proxy, two.port(), 0);
            // then
            assertServed(proxy, 30);

            // when it goes on, its clients come back
            two.resume();
            awaitUp(proxy, two.port(), 1);
            assertServed(proxy, 30);
            proxy.awaitCount(5, "mqttproxy_backend_connections", backend(two.port()));

            // when one is killed, nobody waits for a probe to notice
            three.kill();
            assertServed(proxy, 30);
            awaitUp(proxy, three.port(), 0);
            proxy.assertBooksBalance();
        }
    }

    @Test
    @RequiresProgram({"mosquitto", "mosquitto_passwd"})
    void leavesABrokerThatHangsAloneWithoutAnyProbe() {
        String passive = "ejection: {refusals: 2, base: 1m, max: 1m}\nselfTest: false";
        try (MosquittoBroker one = MosquittoBroker.anonymous();
                MosquittoBroker two = MosquittoBroker.anonymous();
                MosquittoBroker three = MosquittoBroker.anonymous();
                ProxyUnderTest proxy =
                        start("timeouts: {backend: 3s}", passive, one.port(), two.port(), three.port())) {
            // when
            two.pause();
            List<byte[]> answers =
                    IntStream.range(0, 6).mapToObj(i -> connect(proxy).read(4)).toList();

            // then two clients found out, in their own time, and no other one
            assertThat(answers).filteredOn(answer -> answer[3] == 3).hasSize(2);
            awaitUp(proxy, two.port(), 0);
            assertServed(proxy, 30);
            two.resume();
        }
    }

    @Test
    void sendsNobodyToABrokerThatIsTooSlowForProbes() {
        CountDownLatch never = new CountDownLatch(1);
        UnaryOperator<byte[]> late = connect -> {
            waitOn(never, Duration.ofSeconds(6));
            return Packets.CONNACK_3;
        };
        try (StubBroker one = StubBroker.start(StubBehaviour.accepting());
                StubBroker two = StubBroker.start(new StubBehaviour(late, false, false));
                StubBroker three = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = start(MQTT, one.port(), two.port(), three.port())) {
            // when
            awaitUp(proxy, two.port(), 0);

            // then
            assertServed(proxy, 30);
            assertThat(proxy.metric("mqttproxy_backend_connections", backend(two.port())))
                    .isZero();
        }
    }

    @Test
    void losesNobodyToASlowBrokerWithoutProbes() {
        CountDownLatch never = new CountDownLatch(1);
        UnaryOperator<byte[]> late = connect -> {
            waitOn(never, Duration.ofMillis(400));
            return Packets.CONNACK_3;
        };
        try (StubBroker one = StubBroker.start(StubBehaviour.accepting());
                StubBroker two = StubBroker.start(new StubBehaviour(late, false, false));
                ProxyUnderTest proxy = start("selfTest: false", one.port(), two.port())) {
            assertServed(proxy, 6);
        }
    }

    @Test
    void sendsNobodyToABrokerThatRefusesEverybody() {
        try (StubBroker one = StubBroker.start(StubBehaviour.accepting());
                StubBroker two = StubBroker.start(new StubBehaviour(HealthIT::unavailable, true, false));
                StubBroker three = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = start(MQTT, one.port(), two.port(), three.port())) {
            // when
            awaitUp(proxy, two.port(), 0);

            // then
            assertServed(proxy, 30);
        }
    }

    @Test
    void sendsNobodyMoreToABrokerThatRefusedACoupleOfClients() {
        String passive = "ejection: {refusals: 2, base: 1m, max: 1m}\nselfTest: false";
        try (StubBroker one = StubBroker.start(StubBehaviour.accepting());
                StubBroker two = StubBroker.start(new StubBehaviour(HealthIT::unavailable, true, false));
                StubBroker three = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = start(passive, one.port(), two.port(), three.port())) {
            // when
            List<byte[]> answers = IntStream.range(0, 12)
                    .mapToObj(i ->
                            connect(proxy, Packets.connect5("refused-" + i)).read(5))
                    .toList();

            // then
            assertThat(answers).filteredOn(answer -> answer[3] == (byte) 0x88).hasSize(2);
            assertServed(proxy, 30);
        }
    }

    @Test
    void servesEverybodyWhileABrokerComesAndGoes() {
        StubBroker flapping = StubBroker.start(StubBehaviour.accepting());
        try (StubBroker one = StubBroker.start(StubBehaviour.accepting());
                StubBroker three = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = start(MQTT, one.port(), flapping.port(), three.port())) {
            for (int round = 0; round < 5; round++) {
                // when
                flapping.kill();
                assertServed(proxy, 10);
                flapping = StubBroker.start(StubBehaviour.accepting(), flapping.port());

                // then
                assertServed(proxy, 10);
            }
            awaitUp(proxy, flapping.port(), 1);
            proxy.assertBooksBalance();
        } finally {
            flapping.close();
        }
    }

    private void assertServed(ProxyUnderTest proxy, int count) {
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            assertThat(connect(proxy).read(4)).isEqualTo(Packets.CONNACK_3);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        }
    }

    private Device connect(ProxyUnderTest proxy) {
        return connect(proxy, Packets.connect311("client-" + clients++));
    }

    private Device connect(ProxyUnderTest proxy, byte[] packet) {
        Device device = Device.plain(proxy.port("mqtt"));
        devices.add(device);
        return device.send(packet);
    }

    private ProxyUnderTest start(String cluster, int... ports) {
        return start("timeouts: {backend: 10s}", cluster, ports);
    }

    private ProxyUnderTest start(String listener, String cluster, int... ports) {
        String backends = IntStream.of(ports)
                .mapToObj(port -> "\"127.0.0.1:" + port + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
        return ProxyUnderTest.start(folder, """
                listeners:
                  mqtt:
                    bind: 127.0.0.1:0
                    %s
                clusters:
                  brokers:
                    backends: %s
                %s
                logging: {access: "off"}
                """.formatted(listener, backends, cluster.indent(4)));
    }

    private static void awaitUp(ProxyUnderTest proxy, int port, int up) {
        await().atMost(LIMIT).until(() -> proxy.metric("mqttproxy_backend_up", backend(port)) == up);
    }

    private static String backend(int port) {
        return "backend=\"127.0.0.1:" + port + "\"";
    }

    /** Server unavailable, in the version of the client. */
    private static byte[] unavailable(byte[] connect) {
        return connect[LEVEL] == 5
                ? new byte[] {0x20, 0x03, 0x00, (byte) 0x88, 0x00}
                : new byte[] {0x20, 0x02, 0x00, 0x03};
    }

    private static void waitOn(CountDownLatch latch, Duration time) {
        try {
            assertThat(latch.await(time.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
