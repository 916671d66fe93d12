package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.HaproxyServer;
import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The composition's proxy.yaml on loopback: HAProxy in front of two proxies that share ticket keys, three mosquittos behind.
 * A device that comes back at the other proxy resumes its session, and finds its broker.
 */
@RequiresProgram({"haproxy", "mosquitto"})
class FleetIT {

    private static final int DEVICES = 12;

    @TempDir
    private Path folder;

    private final List<MosquittoBroker> brokers = new ArrayList<>();
    private final List<ProxyUnderTest> proxies = new ArrayList<>();
    private TestPki pki;
    private HaproxyServer balancer;

    @BeforeEach
    void start() throws IOException {
        pki = TestPki.in(folder);
        TestCertificate server = pki.server();
        Path tickets = Files.writeString(folder.resolve("tickets"), "3d".repeat(32));
        String yaml = Files.readString(Path.of("..", "deploy", "compose", "proxy.yaml"))
                .replace("secrets/server.pem", server.certFile().toString())
                .replace("secrets/server.key", server.keyFile().toString())
                .replace("secrets/ca.pem", pki.caFile().toString())
                .replace("secrets/tickets", tickets.toString())
                .replace("0.0.0.0:8883", "127.0.0.1:0")
                .replace("172.31.88.10/32", "127.0.0.1/32")
                .replace("username: \"${identity}\"", "username: \"${identity} at ${client.address}:${client.port}\"")
                .replaceAll("(?m)^admin: .*$", "");
        for (int broker = 1; broker <= 3; broker++) {
            brokers.add(MosquittoBroker.anonymous());
            yaml = yaml.replace(
                    "broker-" + broker + ":1883",
                    "127.0.0.1:" + brokers.get(broker - 1).port());
        }
        for (String name : List.of("one", "other")) {
            proxies.add(ProxyUnderTest.start(Files.createDirectory(folder.resolve(name)), yaml));
        }
        balancer = HaproxyServer.start(
                """
                listen mqtts
                    bind 127.0.0.1:$PORT
                    balance roundrobin
                    default-server send-proxy-v2
                    server one 127.0.0.1:%d
                    server other 127.0.0.1:%d
                """.formatted(proxies.get(0).port(), proxies.get(1).port()));
    }

    @AfterEach
    void stop() {
        balancer.close();
        proxies.forEach(ProxyUnderTest::close);
        brokers.forEach(MosquittoBroker::close);
    }

    @Test
    void aDeviceResumesAtTheOtherProxyAndFindsItsBroker() {
        // given devices that come one after the other, each at both proxies in turn
        for (int i = 0; i < DEVICES; i++) {
            SSLContext context = Device.context(pki, pki.client("device-" + i));
            String first = brokerOf(context, i);

            // then
            assertThat(brokerOf(context, i)).isEqualTo(first);
        }
        for (ProxyUnderTest proxy : proxies) {
            proxy.awaitMetric(DEVICES, "mqttproxy_connects_total", "result=\"accepted\"");
        }
        assertThat(resumed(proxies.get(0)) + resumed(proxies.get(1))).isEqualTo(DEVICES);
        assertThat(brokers.stream().filter(broker -> broker.log().toString().contains(" as device-")))
                .as("the devices are on several brokers")
                .hasSizeGreaterThan(1);
    }

    /** Connects a device and returns the port of the broker whose log has it with its own address and name. */
    private String brokerOf(SSLContext context, int number) {
        String clientId = "device-" + number;
        try (Device device = Device.connect(context, balancer.port())) {
            assertThat(device.send(Packets.connect311(clientId)).read(4)).isEqualTo(Packets.CONNACK_3);
            String name = "u'" + clientId + " at 127.0.0.1:" + device.localPort() + "'";
            return brokers.stream()
                    .filter(broker -> broker.log().stream().anyMatch(line -> line.contains(name)))
                    .map(broker -> String.valueOf(broker.port()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " is in no log"));
        }
    }

    private static double resumed(ProxyUnderTest proxy) {
        return proxy.metric("mqttproxy_tls_handshakes_total", "result=\"ok\"", "resumed=\"true\"");
    }
}
