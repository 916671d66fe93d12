package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.ArtemisBroker;
import io.mqttproxy.testsupport.HaproxyServer;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device behind Debian's HAProxy, behind the proxy, in front of a broker: who does the broker say is there? */
@RequiresProgram("haproxy")
class ChainedProxyHeaderIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String REQUIRED = "proxyProtocol: {require: true, trusted: [127.0.0.0/8]}\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"send-proxy, v2", "send-proxy-v2, v2", "send-proxy-v2, v1"})
    void theBrokerSeesTheDevicesAddressThroughBothProxies(String in, String out) {
        // given
        TestPki pki = TestPki.in(folder);
        try (ArtemisBroker broker = ArtemisBroker.withProxyProtocol();
                ProxyUnderTest proxy = ProxyUnderTest.mutual(
                        folder,
                        pki,
                        REQUIRED + "identity: {from: subject.cn}\nconnect: {username: \"${identity}\"}",
                        "backends: [\"127.0.0.1:" + broker.port() + "\"]\nproxyProtocol: " + out);
                HaproxyServer balancer = passing(proxy.port(), in);
                Device device = Device.connect(pki, balancer.port(), pki.client("device-a"))) {
            // when
            byte[] connack = device.send(Packets.connect311("chained")).read(4);

            // then
            assertThat(connack).isEqualTo(Packets.CONNACK_3);
            ArtemisBroker.SeenClient seen = broker.seen("chained").orElseThrow();
            assertThat(seen.remoteAddress()).contains("127.0.0.1:" + device.localPort());
            assertThat(seen.username()).isEqualTo("device-a");
        }
    }

    @Test
    void theAccessLogAndTemplatesNameTheDeviceAndTheLogTheBalancerToo() throws Exception {
        // given
        Path log = folder.resolve("access.log");
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = ProxyUnderTest.start(folder, """
                        listeners:
                          mqtt:
                            bind: 127.0.0.1:0
                            proxyProtocol: {require: true, trusted: [127.0.0.1]}
                            connect: {username: "${client.address}:${client.port}"}
                        clusters: {brokers: {backends: ["127.0.0.1:%d"]}}
                        logging: {format: text, access: %s}
                        """.formatted(broker.port(), log));
                HaproxyServer balancer = passing(proxy.port("mqtt"), "send-proxy-v2")) {
            // when a device comes and goes
            String address;
            try (Device device = Device.plain(balancer.port())) {
                device.send(Packets.connect311("d")).read(4);
                address = "127.0.0.1:" + device.localPort();
            }

            // then
            String connect = new String(broker.awaitConnection(0).awaitConnect(), StandardCharsets.UTF_8);
            assertThat(connect).endsWith(address);
            await().atMost(LIMIT).until(() -> text(log).contains("clientId=d"));
            assertThat(text(log)).contains(" client=" + address + " proxy=127.0.0.1:");
            proxy.assertBooksBalance();
        }
    }

    @Test
    void aVerifiedNameFromTheBalancersTlsBecomesTheUserName() throws Exception {
        // given a balancer that ends TLS, and a port without TLS behind it
        TestPki pki = TestPki.in(folder);
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = ProxyUnderTest.start(folder, plainYaml("${proxy.ssl.cn}", broker));
                HaproxyServer balancer = endingTls(pki, proxy.port("mqtt"), "required");
                Device device = Device.connect(pki, balancer.port(), pki.client("device-a"))) {
            // when
            byte[] connack = device.send(Packets.connect311("d", "admin")).read(4);

            // then
            assertThat(connack).isEqualTo(Packets.CONNACK_3);
            assertThat(broker.awaitConnection(0).awaitConnect()).isEqualTo(Packets.connect311("d", "device-a"));
        }
    }

    @Test
    void aDeviceWhomTheBalancerHasNotVerifiedIsRefused() throws Exception {
        // given
        TestPki pki = TestPki.in(folder);
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = ProxyUnderTest.start(folder, plainYaml("${proxy.ssl.cn}", broker));
                HaproxyServer balancer = endingTls(pki, proxy.port("mqtt"), "optional");
                Device device = Device.connect(pki, balancer.port(), null)) {
            // when
            byte[] answer = device.send(Packets.connect311("d", "admin")).readToEnd();

            // then
            assertThat(answer).containsExactly(0x20, 0x02, 0x00, 0x05); // CONNACK: not authorized
            assertThat(broker.connections()).isEmpty();
        }
    }

    @Test
    void healthChecksOfTheBalancerAreNoErrorsAndPassAsItself() throws Exception {
        // given
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting());
                ProxyUnderTest proxy = ProxyUnderTest.start(folder, plainYaml("u", broker));
                HaproxyServer balancer = passing(proxy.port("mqtt"), "send-proxy-v2 check inter 50ms")) {
            assertThat(balancer.port()).isPositive();

            // when HAProxy has checked some times, with LOCAL
            await().atMost(LIMIT)
                    .until(() -> proxy.metric("mqttproxy_client_connections_refused_total", "client_closed") > 2);

            // then
            assertThat(proxy.metric("mqttproxy_client_connections_refused_total", "proxy_header"))
                    .isZero();
        }
    }

    private static String plainYaml(String username, StubBroker broker) {
        return """
                listeners:
                  mqtt:
                    bind: 127.0.0.1:0
                    proxyProtocol: {require: true, trusted: [127.0.0.1]}
                    connect: {username: "%s"}
                clusters: {brokers: {backends: ["127.0.0.1:%d"]}}
                logging: {access: "off"}
                """.formatted(username, broker.port());
    }

    private static HaproxyServer passing(int port, String options) {
        return HaproxyServer.start("""
                listen passing
                    bind 127.0.0.1:$PORT
                    server proxy 127.0.0.1:%d %s
                """.formatted(port, options));
    }

    private HaproxyServer endingTls(TestPki pki, int port, String verify) throws IOException {
        TestCertificate own = pki.server();
        Path both = folder.resolve("balancer.pem");
        Files.writeString(both, Files.readString(own.certFile()) + Files.readString(own.keyFile()));
        return HaproxyServer.start("""
                listen ending
                    bind 127.0.0.1:$PORT ssl crt %s ca-file %s verify %s
                    server proxy 127.0.0.1:%d send-proxy-v2-ssl-cn
                """.formatted(both, pki.caFile(), verify, port));
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
