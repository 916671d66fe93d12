package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.HiveMqBroker;
import io.mqttproxy.testsupport.MosquittoClients;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of variable has its value when a broker reads it. */
@RequiresProgram("mosquitto_pub")
class TemplateValuesIT {

    @TempDir
    private Path folder;

    @Test
    void areThoseOfTheDeviceThatConnects() {
        TestPki pki = TestPki.in(folder);
        TestCertificate certificate =
                pki.issuing().issue(CertificateSpec.client("device-a").uri("urn:device:a"));
        String listener = """
                identity: {from: san.uri, pattern: "urn:device:(?<id>.+)", value: "dev-${id}"}
                connect:
                  userProperties:
                    identity: "${identity}"
                    cert: "${cert.subject.cn} ${cert.san.uri} ${cert.san.dns:-no name}"
                    tls: "${tls.version} ${tls.cipher}"
                    group: "${tls.group}"
                    sni: "${tls.sni} ${tls.alpn:-no protocol}"
                    resumed: "${tls.resumed}"
                    client: "${client.address} ${client.port}"
                    listener: "${listener}"
                    mqtt: "${mqtt.clientId} ${mqtt.username} ${mqtt.version}"
                    psk: "${psk.identity:-no key}"
                    plain: "$${identity}"
                """;
        try (HiveMqBroker broker = HiveMqBroker.start();
                ProxyUnderTest proxy = ProxyUnderTest.mutual(
                        folder, pki, listener, "backends: [\"127.0.0.1:" + broker.port() + "\"]")) {
            // when
            ProgramResult published = publish(pki, proxy, certificate);

            // then
            assertThat(published.exitCode()).as(published.stderr()).isZero();
            Map<String, String> seen = new TreeMap<>();
            for (String property : broker.seen("c-1").orElseThrow().userProperties()) {
                seen.put(property.split("=", 2)[0], property.split("=", 2)[1]);
            }
            assertThat(seen)
                    .containsEntry("identity", "dev-a")
                    .containsEntry("cert", "device-a urn:device:a no name")
                    .containsEntry("sni", "localhost mqtt")
                    .containsEntry("resumed", "false")
                    .containsEntry("listener", "mqtts")
                    .containsEntry("mqtt", "c-1 u-1 5")
                    .containsEntry("psk", "no key")
                    .containsEntry("plain", "${identity}");
            assertThat(seen.get("client")).matches("127\\.0\\.0\\.1 [1-9][0-9]{1,4}");
            assertThat(seen.get("tls")).matches("TLSv1\\.3 TLS_(AES|CHACHA20)_[A-Z0-9_]+");
            assertThat(seen.get("group")).isIn("X25519MLKEM768", "X25519", "P-256");
        }
    }

    /** MQTT 5 with a user name, a server name and a protocol in the ClientHello. */
    private static ProgramResult publish(TestPki pki, ProxyUnderTest proxy, TestCertificate certificate) {
        String files =
                " --cafile " + pki.caFile() + " --cert " + certificate.certFile() + " --key " + certificate.keyFile();
        return MosquittoClients.publish(
                ("-V 5 -h localhost -p " + proxy.port() + " -i c-1 -u u-1 -t t -m x -q 1" + " --tls-alpn mqtt" + files)
                        .split(" "));
    }
}
