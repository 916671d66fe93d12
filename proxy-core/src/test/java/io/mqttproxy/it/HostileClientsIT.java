package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that try to get around what the configuration asks of them, or to hold on to what they were given. */
class HostileClientsIT {

    private static final int REQUESTS = 5_000;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private TestPki pki;
    private StubBroker broker;

    @BeforeEach
    void startBroker() {
        pki = TestPki.in(folder);
        broker = StubBroker.start(StubBehaviour.accepting());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    private String cluster() {
        return "backends: [\"127.0.0.1:" + broker.port() + "\"]";
    }

    @Test
    void cannotDropTheProofOfTheirIdentityByChoosingMqtt3() {
        // given a constant account that vouches for the property
        String listener = """
                connect:
                  username: the-proxy
                  password: shared
                  userProperties: {x-device-cn: "${cert.subject.cn}"}
                """;
        try (ProxyUnderTest proxy = ProxyUnderTest.mutual(folder, pki, listener, cluster());
                Device device = Device.connect(pki, proxy.port(), pki.client("device-a"))) {
            // when
            byte[] answer = device.send(Packets.connect311("sly")).readToEnd();

            // then not authorized
            assertThat(answer).containsExactly(0x20, 0x02, 0x00, 0x05);
            assertThat(broker.connections()).isEmpty();
        }
    }

    @Test
    void cannotForgeAnotherListenersProperty() {
        // given one listener that proves who devices are, and one that does not, before the same broker
        TestCertificate server = pki.server();
        String yaml = """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mutual:
                    bind: 127.0.0.1:0
                    tls: {certificates: [server], clientAuth: required, caFile: %s}
                    connect:
                      userProperties: {x-device-cn: "${cert.subject.cn}"}
                  open:
                    bind: 127.0.0.1:0
                    tls: {certificates: [server]}
                clusters:
                  brokers:
                    %s
                logging: {access: "off"}
                """.formatted(server.certFile(), server.keyFile(), pki.caFile(), cluster());
        try (ProxyUnderTest proxy = ProxyUnderTest.start(folder, yaml);
                Device device = Device.connect(pki, proxy.port("open"), null)) {
            // when
            device.send(Packets.connect5("forger", "x-device-cn", "device-1")).read(5);

            // then
            assertThat(new String(broker.awaitConnection(0).awaitConnect(), StandardCharsets.UTF_8))
                    .contains("forger")
                    .doesNotContain("device-1");
        }
    }

    @Test
    void cannotUseUpTheRateOfTheOthersFromAnAddressThatIsFull() {
        // given one address that has all it may have, and a rate of 20 a second
        String listener = "limits: {perSource: 1, handshakes: 20/s}";
        try (ProxyUnderTest proxy = ProxyUnderTest.oneWay(folder, pki, listener, cluster());
                Device first = Device.connect(pki, proxy.port(), null)) {
            first.send(Packets.connect311("first")).read(4);

            // when it knocks a hundred times more
            for (int i = 0; i < 100; i++) {
                knock(proxy.port());
            }

            // then each of them is refused for its own limit
            proxy.awaitMetric(100, "mqttproxy_client_connections_refused_total", "reason=\"limit_source\"");
            assertThat(proxy.metric("mqttproxy_client_connections_refused_total", "reason=\"limit_rate\""))
                    .isZero();
        }
    }

    @Test
    void doNotKeepASessionOpenBehindACloseNotify() {
        // given
        try (ProxyUnderTest proxy = ProxyUnderTest.oneWay(folder, pki, "", cluster());
                Device device = Device.connect(pki, proxy.port(), null)) {
            device.send(Packets.connect311("half-gone")).read(4);

            // when it closes TLS and keeps TCP
            device.closeNotify();

            // then
            broker.awaitConnection(0).awaitEnd();
            await().atMost(LIMIT).until(() -> proxy.server().connections() == 0);
        }
    }

    @Test
    void cannotPileUpResponsesOnTheAdminPort() throws IOException {
        // given
        try (ProxyUnderTest proxy = ProxyUnderTest.oneWay(folder, pki, "", cluster());
                Socket socket = new Socket()) {
            InetSocketAddress admin = Objects.requireNonNull(proxy.server().adminAddress());
            socket.connect(admin);
            socket.setSoTimeout((int) LIMIT.toMillis());

            // when requests do not wait for responses, and nobody reads these
            byte[] requests =
                    "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".repeat(REQUESTS).getBytes(StandardCharsets.US_ASCII);
            int responses = responsesUntilTheEnd(socket, requests);

            // then the connection ends with the first
            assertThat(responses).isLessThanOrEqualTo(1);
        }
    }

    private static int responsesUntilTheEnd(Socket socket, byte[] requests) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            socket.getOutputStream().write(requests);
            socket.getInputStream().transferTo(received);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection is still open", e);
        } catch (IOException e) {
            // reset: the end as well
        }
        return received.toString(StandardCharsets.UTF_8).split("HTTP/1.1 200", -1).length - 1;
    }

    private static void knock(int port) {
        try (Device device = Device.plain(port)) {
            device.ends();
        } catch (UncheckedIOException e) {
            // refused before the constructor was done: just as well
        }
    }
}
