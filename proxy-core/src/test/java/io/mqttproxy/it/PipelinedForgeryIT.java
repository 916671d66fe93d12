package io.mqttproxy.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that a device sends without waiting for the CONNACK, at a mosquitto that lets each user write its own topics. */
@RequiresProgram({"mosquitto", "mosquitto_passwd"})
class PipelinedForgeryIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String PASSWORD = "between-proxy-and-broker";

    @TempDir
    private Path folder;

    private TestPki pki;
    private MosquittoBroker broker;
    private ProxyUnderTest proxy;

    @BeforeEach
    void start() throws IOException {
        pki = TestPki.in(folder);
        Path rules = Files.writeString(folder.resolve("rules"), "pattern write devices/%u/#\n");
        broker = MosquittoBroker.start(
                "allow_anonymous false\nacl_file " + rules, Map.of("device-a", PASSWORD, "admin", PASSWORD));
        Files.writeString(folder.resolve("broker-password"), PASSWORD);
        proxy = ProxyUnderTest.mutual(folder, pki, """
                identity: {from: subject.cn}
                connect:
                  username: "${identity}"
                  password: {file: broker-password}
                  require: {clientId: "${identity}"}
                """, "backends: [\"127.0.0.1:" + broker.port() + "\"]");
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    @Test
    void arePublishedAsTheDeviceThatTheCertificateNames() {
        // given a CONNECT of somebody else, his message and one of the device's own
        byte[] all = Packets.joined(
                Packets.connect311("device-a", "admin"), message("devices/admin/t"), message("devices/device-a/t"));
        try (Device device = Device.connect(pki, proxy.port(), pki.client("device-a"))) {
            // when
            assertThat(device.send(all).read(4)).containsExactly(Packets.CONNACK_3);

            // then
            broker.awaitLog(LIMIT, "Received PUBLISH from device-a");
            assertThat(logged("as device-a")).singleElement().asString().contains("u'device-a'");
            assertThat(logged("Denied PUBLISH")).singleElement().asString().contains("'devices/admin/t'");
            assertThat(logged("Received PUBLISH")).singleElement().asString().contains("'devices/device-a/t'");
        }
    }

    @Test
    void areDroppedWithADeviceThatIsRefused() {
        byte[] all = Packets.joined(Packets.connect311("device-z", "admin"), message("devices/admin/t"));
        try (Device device = Device.connect(pki, proxy.port(), pki.client("device-a"))) {
            // when
            byte[] answer = device.send(all).readToEnd();

            // then identifier rejected, and the broker has never heard of it
            assertThat(answer).containsExactly(0x20, 0x02, 0x00, 0x02);
            assertThat(logged("New connection")).isEmpty();
        }
    }

    private static byte[] message(String topic) {
        return Packets.publish311(topic, "x".getBytes(US_ASCII));
    }

    private List<String> logged(String part) {
        return broker.log().stream().filter(line -> line.contains(part)).toList();
    }
}
