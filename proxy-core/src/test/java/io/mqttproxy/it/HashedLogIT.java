package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs and lists that tell hashes of clients. */
@Timeout(60)
class HashedLogIT {

    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String HASH = "#[0-9a-f]{16}";

    @TempDir
    private Path folder;

    private TestPki pki;
    private StubBroker broker;
    private ProxyUnderTest proxy;

    @BeforeEach
    void start() throws IOException {
        pki = TestPki.in(folder);
        TestCertificate server = pki.server();
        broker = StubBroker.start(StubBehaviour.accepting());
        Files.writeString(folder.resolve("log-key"), KEY + "\n");
        proxy = ProxyUnderTest.start(
                folder, """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls: {certificates: [server], clientAuth: required, caFile: %s}
                    identity: {from: subject.cn, pattern: "^(?<id>device-.*)$", value: "${id}"}
                clusters:
                  brokers: {backends: ["127.0.0.1:%d"], selfTest: false}
                logging:
                  format: json
                  access: ./access.log
                  hash: {fields: [address, clientId, username, identity], key: {file: log-key}}
                """.formatted(server.certFile(), server.keyFile(), pki.caFile(), broker.port()));
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    @Test
    void tellNoNameAndAreFoundByIt() throws IOException {
        // when a client is accepted, and another one refused whose certificate has the wrong name
        answerTo("device-a");
        answerTo("gadget-b");
        proxy.awaitMetric(0, "mqttproxy_client_connections");

        // then
        await().atMost(Duration.ofSeconds(30)).until(() -> lines().size() == 2);
        String log = String.join("\n", lines());
        assertThat(log)
                .doesNotContain("pump-7", "somebody", "device-a", "gadget-b", "client.address\":\"127.", "client.ip");
        assertThat(lines()).allMatch(line -> line.matches(".*\"client.address\":\"" + HASH + "\".*"));
        assertThat(log)
                .contains("\"event.reason\":\"identity_rejected\"")
                .contains("\"mqttproxy.client_id\":\"" + hash("clientId=pump-7") + "\"")
                .contains("\"user.name\":\"" + hash("username=somebody") + "\"")
                .contains("\"mqttproxy.identity\":\"" + hash("identity=device-a") + "\"")
                .contains("\"client.address\":\"" + hash("address=127.0.0.1") + "\"");
    }

    @Test
    void refusalsAreAskedForByNameAndShownWithout() {
        // given
        answerTo("gadget-b");
        proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "identity_rejected");

        // when
        String found = proxy.get("/api/v1/refusals?clientId=pump-7").body();
        String text = proxy.get("/api/v1/refusals?address=127.0.0.0/8", "Accept", "text/plain")
                .body();

        // then
        assertThat(found)
                .contains("\"clientId\":\"" + hash("clientId=pump-7") + "\"")
                .contains("\"client\":\"" + hash("address=127.0.0.1") + "\"")
                .doesNotContain("pump-7", "pu…-7", "gadget-b", "127.0.0.1");
        assertThat(text).contains(hash("clientId=pump-7")).doesNotContain("pump-7", "127.0.0.1");
        assertThat(proxy.get("/api/v1/refusals?clientId=pump-8").body()).isEqualTo("{\"refusals\":[]}\n");
    }

    @Test
    void saysWhatItCannotHash() {
        assertThat(proxy.get("/api/v1/hash?address=2001:DB8::7").body())
                .isEqualTo(
                        proxy.get("/api/v1/hash?address=2001:db8:0:0:0:0:0:7").body())
                .matches("\\{\"hash\":\"" + HASH + "\"}\n");
        assertThat(proxy.get("/api/v1/hash?address=10.0.0.0/8").body())
                .contains("address: 10.0.0.0/8 (expected: an IPv4 or IPv6 address)");
        assertThat(proxy.get("/api/v1/hash").body())
                .contains("0 parameters (expected: one of clientId, identity, username, address)");
        assertThat(proxy.get("/api/v1/hash?clientID=a").statusCode()).isEqualTo(400);
    }

    /** As the documentation says that one does it without the proxy. */
    @Test
    @RequiresProgram("openssl")
    void isWhatOpensslMakesOfTheSameKey() throws Exception {
        // given
        Process openssl = new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", KEY)
                .redirectErrorStream(true)
                .start();
        openssl.getOutputStream().write("pump-7".getBytes(StandardCharsets.UTF_8));
        openssl.getOutputStream().close();

        // when
        String digest = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // then
        assertThat(hash("clientId=pump-7"))
                .isEqualTo("#" + digest.replaceAll("(?s).* ", "").substring(0, 16));
    }

    private String hash(String parameter) {
        return proxy.get("/api/v1/hash?" + parameter, "Accept", "text/plain")
                .body()
                .strip();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("access.log"));
    }

    private void answerTo(String commonName) {
        try (Device device = Device.connect(pki, proxy.port(), pki.client(commonName))) {
            device.send(Packets.connect311("pump-7", "somebody")).read(4);
        }
    }
}
