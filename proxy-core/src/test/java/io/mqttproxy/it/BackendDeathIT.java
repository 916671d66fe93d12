package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the clients of a broker see that is killed under them. */
@Timeout(60)
class BackendDeathIT {

    /** MQTT 5 section 3.14: DISCONNECT with the reason code Server shutting down. */
    private static final byte[] SERVER_SHUTTING_DOWN = {
        (byte) 0xE0, // packet type and flags
        0x13, // remaining length
        (byte) 0x8B, // reason code
        0x11, // property length
        0x1F, // reason string
        0x00, // its length
        0x0E,
        'b',
        'a',
        'c',
        'k',
        'e',
        'n',
        'd',
        '_',
        'c',
        'l',
        'o',
        's',
        'e',
        'd',
    };

    @TempDir
    private Path folder;

    @Test
    void theyAreAllClosedAtOnceAndThoseOfMqtt5AreToldWhy() {
        // given
        StubBroker broker = StubBroker.start(StubBehaviour.accepting());
        try (ProxyUnderTest proxy = proxy(broker, "off");
                Device modern = Device.plain(proxy.port());
                Device old = Device.plain(proxy.port())) {
            modern.send(Packets.connect5("modern")).read(5);
            old.send(Packets.connect311("old")).read(4);

            // when
            broker.kill();

            // then
            assertThat(modern.readToEnd()).isEqualTo(SERVER_SHUTTING_DOWN);
            assertThat(old.readToEnd()).isEmpty();
            proxy.awaitMetric(2, "mqttproxy_client_disconnects_total", "cause=\"backend_closed\"");
            proxy.assertBooksBalance();
        }
    }

    @Test
    void theyAreClosedAlsoWhenItHangsWhereThatIsWanted() {
        // given a broker that will not answer any more, and a kernel that still takes connections for it
        AtomicBoolean hangs = new AtomicBoolean();
        UnaryOperator<byte[]> accepts = StubBehaviour.accepting().answer();
        UnaryOperator<byte[]> answer = connect -> hangs.get() ? new byte[0] : accepts.apply(connect);
        try (StubBroker broker = StubBroker.start(new StubBehaviour(answer, false, false));
                StubBroker spare = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = ProxyUnderTest.start(folder, """
                        listeners: {mqtts: {bind: "127.0.0.1:0"}}
                        clusters:
                          brokers:
                            backends: ["127.0.0.1:%d", {address: "127.0.0.1:%d", tier: 1}]
                            health: {type: mqtt, interval: 2s, timeout: 2s, rise: 1, fall: 2, whenDown: close}
                            selfTest: false
                        logging: {access: "off"}
                        """.formatted(broker.port(), spare.port()));
                Device modern = Device.plain(proxy.port());
                Device old = Device.plain(proxy.port())) {
            modern.send(Packets.connect5("modern")).read(5);
            old.send(Packets.connect311("old")).read(4);

            // when
            hangs.set(true);

            // then
            assertThat(modern.readToEnd()).startsWith(0xE0, 0x11, 0x8B); // DISCONNECT, its length, the reason code
            assertThat(old.readToEnd()).isEmpty();
            proxy.awaitMetric(2, "mqttproxy_client_disconnects_total", "cause=\"backend_down\"");
            proxy.assertBooksBalance();
        }
    }

    @Test
    void nothingIsAddedToTheBrokersOwnWords() {
        // given DISCONNECT with the reason Session taken over
        byte[] takenOver = {(byte) 0xE0, 0x02, (byte) 0x8E, 0x00};
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = proxy(broker, "off");
                Device device = Device.plain(proxy.port())) {
            device.send(Packets.connect5("modern")).read(5);

            // when
            broker.awaitConnection(0).send(takenOver);
            broker.awaitConnection(0).close();

            // then
            assertThat(device.readToEnd()).isEqualTo(takenOver);
        }
    }

    @Test
    void aStormLimitSpreadsTheirEnds() {
        // given
        StubBroker broker = StubBroker.start(StubBehaviour.accepting());
        List<Device> devices = new ArrayList<>();
        try (ProxyUnderTest proxy = proxy(broker, "20/s")) {
            for (int i = 0; i < 40; i++) {
                Device device = Device.plain(proxy.port());
                device.send(Packets.connect5("d" + i)).read(5);
                devices.add(device);
            }

            // when
            long start = System.nanoTime();
            broker.kill();

            // then
            assertThat(devices)
                    .allSatisfy(device -> assertThat(device.readToEnd()).isEqualTo(SERVER_SHUTTING_DOWN));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_800));
            proxy.awaitMetric(40, "mqttproxy_client_disconnects_total", "cause=\"backend_closed\"");
            proxy.assertBooksBalance();
        } finally {
            devices.forEach(Device::close);
        }
    }

    @Test
    void aClientThatLeavesMeanwhileIsNotWaitedFor() {
        // given eleven whose moments are a second apart
        StubBroker broker = StubBroker.start(StubBehaviour.accepting());
        try (ProxyUnderTest proxy = proxy(broker, "1/s")) {
            List<Device> devices = new ArrayList<>();
            for (int i = 0; i < 11; i++) {
                Device device = Device.plain(proxy.port());
                device.send(Packets.connect311("d" + i)).read(4);
                devices.add(device);
            }
            broker.kill();
            proxy.awaitMetric(0, "mqttproxy_backend_connections");

            // when
            devices.forEach(Device::close);

            // then all are gone long before the limit would have let them
            long start = System.nanoTime();
            proxy.awaitMetric(0, "mqttproxy_client_connections");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
            proxy.assertBooksBalance();
        }
    }

    private ProxyUnderTest proxy(StubBroker broker, String stormLimit) {
        return ProxyUnderTest.start(folder, """
                listeners: {mqtts: {bind: "127.0.0.1:0"}}
                clusters:
                  brokers:
                    backends: ["127.0.0.1:%d"]
                    stormLimit: "%s"
                    selfTest: false
                logging: {access: "off"}
                """.formatted(broker.port(), stormLimit));
    }
}
