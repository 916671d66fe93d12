package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends that die, hang and are not there. */
class BackendFailureIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CLIENTS = 200;

    @TempDir
    private Path folder;

    private TestPki pki;
    private SSLContext tls;

    @BeforeEach
    void makeCertificates() {
        pki = TestPki.in(folder);
        tls = Device.context(pki, null);
    }

    @Test
    @RequiresProgram({"mosquitto", "mosquitto_passwd"})
    void servesNewClientsAtOnceWhenOneOfThreeBrokersIsKilledUnderTwoHundred() {
        // given
        try (MosquittoBroker one = MosquittoBroker.anonymous();
                MosquittoBroker two = MosquittoBroker.anonymous();
                MosquittoBroker three = MosquittoBroker.anonymous();
                ProxyUnderTest proxy =
                        ProxyUnderTest.oneWay(folder, pki, "", "backends: " + addresses(one, two, three))) {
            List<Device> devices = new ArrayList<>();
            try {
                connect(proxy, devices, CLIENTS, "before-");
                String name = "backend=\"127.0.0.1:" + two.port() + "\"";
                int lost = (int) proxy.metric("mqttproxy_backend_connections", name);
                assertThat(lost).isBetween(CLIENTS / 3 - 1, CLIENTS / 3 + 1);

                // when
                two.kill();

                // then its clients are closed at once, and only they
                await().atMost(LIMIT).until(() -> proxy.server().connections() == CLIENTS - lost);
                // and new clients are served at once
                long start = System.nanoTime();
                connect(proxy, devices, 30, "after-");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
                proxy.awaitMetric(lost, "mqttproxy_client_disconnects_total", "cause=\"backend_closed\"");
                proxy.awaitMetric(CLIENTS - lost + 30, "mqttproxy_client_connections");
                proxy.assertBooksBalance();
            } finally {
                devices.forEach(Device::close);
            }
            await().atMost(LIMIT).until(() -> proxy.server().connections() == 0);
            proxy.assertBooksBalance();
        }
    }

    @Test
    void tellsTheClientInItsOwnVersionThatNoBackendIsThere() {
        // given a port that nobody listens on any more
        int port;
        try (StubBroker gone = StubBroker.start(StubBehaviour.accepting())) {
            port = gone.port();
        }
        String cluster =
                "backends: [\"127.0.0.1:" + port + "\"]\nhealth: {type: tcp, interval: 100ms, timeout: 100ms, fall: 1}";
        try (ProxyUnderTest proxy = ProxyUnderTest.oneWay(folder, pki, "", cluster);
                Device old = Device.connect(tls, proxy.port());
                Device modern = Device.connect(tls, proxy.port())) {
            // when
            byte[] toOld = old.send(Packets.connect311("old")).readToEnd();
            byte[] toModern = modern.send(Packets.connect5("modern")).readToEnd();

            // then Server unavailable in both
            assertThat(toOld).containsExactly(0x20, 0x02, 0x00, 0x03);
            assertThat(toModern[0]).isEqualTo((byte) 0x20);
            assertThat(toModern[3]).isEqualTo((byte) 0x88);
            proxy.awaitMetric(2, "mqttproxy_client_connections_refused_total", "reason=\"no_backend\"");
            proxy.assertBooksBalance();
            await().atMost(LIMIT).until(() -> proxy.get("/readyz").statusCode() == 503);
        }
    }

    @Test
    void refusesWhenABackendAcceptsTheConnectionAndNeverAnswers() {
        // given
        try (StubBroker silent = StubBroker.start(StubBehaviour.silent());
                ProxyUnderTest proxy = ProxyUnderTest.oneWay(
                        folder, pki, "timeouts: {backend: 300ms}", "backends: [\"127.0.0.1:" + silent.port() + "\"]");
                Device device = Device.connect(tls, proxy.port())) {
            // when
            byte[] answer = device.send(Packets.connect311("patient")).readToEnd();

            // then
            assertThat(answer).containsExactly(0x20, 0x02, 0x00, 0x03);
            assertThat(silent.awaitConnection(0).awaitEnd()).isNotNull();
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"connack_timeout\"");
        }
    }

    @Test
    void refusesWhenABackendClosesInsteadOfAnswering() {
        // given
        try (StubBroker closing = StubBroker.start(StubBehaviour.closing());
                ProxyUnderTest proxy =
                        ProxyUnderTest.oneWay(folder, pki, "", "backends: [\"127.0.0.1:" + closing.port() + "\"]");
                Device device = Device.connect(tls, proxy.port())) {
            // when
            byte[] answer = device.send(Packets.connect311("unlucky")).readToEnd();

            // then
            assertThat(answer).containsExactly(0x20, 0x02, 0x00, 0x03);
        }
    }

    @Test
    void passesARefusalOfTheBrokerOnUnchanged() {
        // given Not authorized with a reason string, as MQTT 5 writes it
        byte[] refusal = {0x20, 0x08, 0x00, (byte) 0x87, 0x05, 0x1F, 0x00, 0x02, 'n', 'o'};
        try (StubBroker refusing =
                        StubBroker.start(StubBehaviour.answering(refusal).thenClosing());
                ProxyUnderTest proxy =
                        ProxyUnderTest.oneWay(folder, pki, "", "backends: [\"127.0.0.1:" + refusing.port() + "\"]");
                Device device = Device.connect(tls, proxy.port())) {
            // when
            byte[] answer = device.send(Packets.connect5("unwelcome")).readToEnd();

            // then
            assertThat(answer).isEqualTo(refusal);
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"backend_refused\"");
        }
    }

    private void connect(ProxyUnderTest proxy, List<Device> devices, int count, String prefix) {
        for (int i = 0; i < count; i++) {
            Device device = Device.connect(tls, proxy.port());
            devices.add(device);
            assertThat(device.send(Packets.connect311(prefix + i)).read(4)).isEqualTo(Packets.CONNACK_3);
        }
    }

    private static String addresses(MosquittoBroker... brokers) {
        return Stream.of(brokers)
                .map(broker -> "\"127.0.0.1:" + broker.port() + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
