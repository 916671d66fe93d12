package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see on the admin port while a client is connected. */
class OperatorsIT {

    @TempDir
    private Path folder;

    private StubBroker broker;
    private ProxyUnderTest proxy;
    private Device device;

    @BeforeEach
    void start() {
        TestPki pki = TestPki.in(folder);
        broker = StubBroker.start(StubBehaviour.accepting().thenEchoing());
        proxy = ProxyUnderTest.mutual(folder, pki, "", "backends: [\"127.0.0.1:" + broker.port() + "\"]");
        device = Device.connect(pki, proxy.port(), pki.client("device-a"));
        device.send(Packets.connect311("watched")).read(4);
    }

    @AfterEach
    void stop() {
        device.close();
        proxy.close();
        broker.close();
    }

    @Test
    void answersWhatProbesAsk() {
        assertThat(proxy.get("/livez").statusCode()).isEqualTo(200);
        assertThat(proxy.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(proxy.get("/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void countsTheConnectionItsHandshakeItsConnectAndItsBytes() {
        // given a PUBLISH that the stub echoes
        byte[] publish = Packets.publish311("t", new byte[100]);
        device.send(publish).read(publish.length);

        // then
        proxy.awaitMetric(
                Packets.CONNACK_3.length + publish.length, "mqttproxy_bytes_total", "direction=\"backend_to_client\"");
        assertThat(proxy.metric("mqttproxy_client_connections", "listener=\"mqtts\""))
                .isEqualTo(1);
        assertThat(proxy.metric("mqttproxy_tls_handshakes_total", "result=\"ok\"", "version=\"TLSv1.3\""))
                .isEqualTo(1);
        assertThat(proxy.metric("mqttproxy_connects_total", "result=\"accepted\""))
                .isEqualTo(1);
        assertThat(proxy.metric("mqttproxy_bytes_total", "direction=\"client_to_backend\""))
                .isEqualTo(Packets.connect311("watched").length + publish.length);
        assertThat(proxy.metric("mqttproxy_bytes_total", "direction=\"backend_to_client\""))
                .isEqualTo(Packets.CONNACK_3.length + publish.length);
        assertThat(proxy.metric("mqttproxy_backend_up")).isEqualTo(1);
        proxy.assertBooksBalance();
    }

    @Test
    void offersOpenMetricsToThoseWhoAskForIt() {
        // when
        HttpResponse<String> response = proxy.get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");

        // then
        assertThat(response.headers().firstValue("content-type").orElse("")).contains("openmetrics");
        assertThat(response.body()).endsWith("# EOF\n");
    }

    @Test
    @RequiresProgram("promtool")
    void writesMetricsThatPromtoolHasNothingToSayAbout() throws IOException, InterruptedException {
        // given
        Path scraped = Files.writeString(
                folder.resolve("metrics.txt"), proxy.get("/metrics").body());

        // when
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(scraped.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // then
        assertThat(promtool.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(new ProgramResult(promtool.exitValue(), said, "")).isEqualTo(new ProgramResult(0, "", ""));
    }
}
