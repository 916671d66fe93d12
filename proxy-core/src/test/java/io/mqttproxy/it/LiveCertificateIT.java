package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are open when their certificate stops being good. */
class LiveCertificateIT {

    private static final String TOKEN = "let-me-change-things";
    private static final byte NOT_AUTHORIZED = (byte) 0x87;

    @TempDir
    private Path folder;

    private TestPki pki;
    private StubBroker broker;
    private ProxyUnderTest proxy;

    @BeforeEach
    void start() {
        pki = TestPki.in(folder);
        broker = StubBroker.start(StubBehaviour.accepting().thenEchoing());
        proxy = ProxyUnderTest.withAdmin(
                folder,
                pki,
                "identity: {from: subject.cn}",
                "backends: [\"127.0.0.1:" + broker.port() + "\"]",
                "{bind: \"127.0.0.1:0\", token: " + TOKEN + "}");
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    @Test
    void endsTheOneThatIsRevokedAndNoOther() {
        // given
        TestCertificate good = pki.client("device-good");
        TestCertificate bad = pki.client("device-bad");
        List<Device> others = new ArrayList<>();
        try (Device revoked = Device.connect(pki, proxy.port(), bad)) {
            // before a hundred others, who may take longer than the proxy waits for a CONNECT
            revoked.send(Packets.connect5("revoked")).read(5);
            for (int i = 0; i < 100; i++) {
                others.add(connected(good, "other-" + i));
            }

            // when
            HttpResponse<String> response =
                    proxy.post("/api/v1/revoke", TOKEN, "{\"serial\": \"" + serial(bad) + "\"}");

            // then
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("\"ending\":1");
            assertThat(revoked.readToEnd()).startsWith((byte) 0xE0).contains(NOT_AUTHORIZED);
            byte[] publish = Packets.publish311("still", new byte[] {1});
            for (Device other : others) {
                assertThat(other.send(publish).read(publish.length)).isEqualTo(publish);
            }
        } finally {
            others.forEach(Device::close);
        }
        proxy.awaitMetric(1, "mqttproxy_client_disconnects_total", "cause=\"cert_revoked\"");
    }

    @Test
    void refusesTheRevokedOneWhenItComesBackUntilItIsRestored() {
        // given
        TestCertificate device = pki.client("device-a");
        proxy.post("/api/v1/revoke", TOKEN, "{\"identity\": \"device-a\"}");

        // when it comes back
        byte[] refused;
        try (Device back = Device.connect(pki, proxy.port(), device)) {
            refused = back.send(Packets.connect311("back")).readToEnd();
        }
        proxy.post("/api/v1/restore", TOKEN, "{\"identity\": \"device-a\"}");

        // then
        assertThat(refused).containsExactly(0x20, 0x02, 0x00, 0x05);
        connected(device, "again").close();
    }

    @Test
    void endsAConnectionWhoseCertificateExpires() {
        // given
        Instant now = Instant.now();
        TestCertificate brief = pki.issuing()
                .issue(CertificateSpec.client("brief").validity(now.minus(Duration.ofHours(1)), now.plusSeconds(8)));
        try (Device device = Device.connect(pki, proxy.port(), brief)) {
            device.send(Packets.connect5("brief")).read(5);

            // when its time is over
            byte[] rest = device.readToEnd();

            // then
            assertThat(rest).startsWith((byte) 0xE0).contains(NOT_AUTHORIZED);
        }
        proxy.awaitMetric(1, "mqttproxy_client_disconnects_total", "cause=\"cert_expired\"");
    }

    @Test
    void changesNothingWithoutTheToken() {
        assertThat(proxy.post("/api/v1/revoke", "guess", "{\"cn\": \"device-a\"}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(proxy.get("/api/v1/revoke").statusCode()).isEqualTo(405);
        assertThat(proxy.get("/api/v1/revocations").body())
                .isEqualTo("{\"serial\":[],\"fingerprint\":[],\"cn\":[],\"identity\":[]}\n");
    }

    @Test
    void refusesARequestThatNamesNoProperty() {
        assertThat(proxy.post("/api/v1/revoke", TOKEN, "{\"colour\": \"red\"}").statusCode())
                .isEqualTo(400);
        assertThat(proxy.post("/api/v1/revoke", TOKEN, "{").statusCode()).isEqualTo(400);
        assertThat(proxy.post("/api/v1/revoke", TOKEN, "{\"cn\": \"a\", \"serial\": \"1\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    private Device connected(TestCertificate certificate, String clientId) {
        Device device = Device.connect(pki, proxy.port(), certificate);
        assertThat(device.send(Packets.connect311(clientId)).read(4)).isEqualTo(Packets.CONNACK_3);
        return device;
    }

    private static String serial(TestCertificate certificate) {
        return certificate.certificate().getSerialNumber().toString(16);
    }
}
