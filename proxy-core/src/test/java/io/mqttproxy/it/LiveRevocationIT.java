package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.OpensslResponder;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestCrl;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are open when a CRL or a responder revokes their certificate. */
@Timeout(180)
class LiveRevocationIT {

    private static final byte[] PINGREQ = {(byte) 0xC0, 0x00};

    /** MQTT 5 section 3.14: DISCONNECT with the reason code Not authorized. */
    private static final byte[] NOT_AUTHORIZED = {
        (byte) 0xE0, // packet type and flags
        0x11, // remaining length
        (byte) 0x87, // reason code
        0x0F, // property length
        0x1F, // reason string
        0x00, // its length
        0x0C,
        'c',
        'e',
        'r',
        't',
        '_',
        'r',
        'e',
        'v',
        'o',
        'k',
        'e',
        'd',
    };

    @TempDir
    private Path folder;

    private TestPki pki;
    private StubBroker broker;
    private final List<Device> devices = new ArrayList<>();

    @BeforeEach
    void startBroker() {
        pki = TestPki.in(folder);
        broker = StubBroker.start(StubBehaviour.accepting().thenEchoing());
    }

    @AfterEach
    void stop() {
        devices.forEach(Device::close);
        broker.close();
    }

    @Test
    void oneOfAThousandIsRevokedByAListAndTheOthersDoNotNotice() {
        // given five certificates with 999 connections, half of them MQTT 5, and one more
        TestCrl.write(folder.resolve("root.crl"), pki.root().crl());
        Path list = TestCrl.write(folder.resolve("issuing.crl"), pki.issuing().crl());
        TestCertificate bad = pki.client("device-bad");
        try (ProxyUnderTest proxy = proxy("crl: {files: [root.crl, issuing.crl], refresh: 1s}")) {
            for (int fleet = 0; fleet < 5; fleet++) {
                SSLContext good = Device.context(pki, pki.client("fleet-" + fleet));
                connect(proxy, good, fleet == 4 ? 199 : 200);
            }
            Device revoked = connected5(proxy, Device.context(pki, bad), "bad");
            proxy.awaitMetric(1_000, "mqttproxy_client_connections");

            // when
            TestCrl.write(list, pki.issuing().crl(bad.certificate()));

            // then before the device gives up, which is long before the files would be read without a refresh of their
            // own
            assertThat(revoked.readToEnd()).isEqualTo(NOT_AUTHORIZED);
            proxy.awaitMetric(1, "mqttproxy_client_disconnects_total", "cause=\"cert_revoked\"");
            assertAllEcho();
            assertThat(proxy.metric("mqttproxy_client_disconnects_total")).isEqualTo(1);
        }
    }

    @Test
    void endsAllBehindAnIntermediateThatAListRevokes() {
        // given
        Path list = TestCrl.write(folder.resolve("root.crl"), pki.root().crl());
        TestCrl.write(folder.resolve("issuing.crl"), pki.issuing().crl());
        try (ProxyUnderTest proxy = proxy("crl: {files: [root.crl, issuing.crl], refresh: 100ms}")) {
            Device behind = connected5(proxy, Device.context(pki, pki.client("behind")), "behind");
            Device older = connected311(proxy, Device.context(pki, pki.client("older")), "older");
            devices.add(connected5(proxy, Device.context(pki, pki.root().client("direct")), "direct"));

            // when
            TestCrl.write(list, pki.root().crl(pki.issuing().certificate()));

            // then
            assertThat(behind.readToEnd()).isEqualTo(NOT_AUTHORIZED);
            assertThat(older.readToEnd()).isEmpty(); // MQTT 3 has no word for it
            assertAllEcho();
        }
    }

    @Test
    @RequiresProgram("openssl")
    void endsOneThatItsResponderCallsRevokedOnceTheAnswerIsOld() {
        // given
        TestCertificate signer =
                pki.issuing().issue(CertificateSpec.client("ocsp").usage(KeyPurposeId.id_kp_OCSPSigning));
        try (OpensslResponder responder =
                OpensslResponder.start(folder, pki.issuing(), signer.leafOnlyFile(), signer.keyFile())) {
            TestCertificate good = deviceAt(responder, "good");
            TestCertificate bad = deviceAt(responder, "bad");
            responder.knows(List.of(good.certificate(), bad.certificate()), List.of());
            try (ProxyUnderTest proxy = proxy("ocsp: {mode: hard-fail, cache: 1s, timeout: 20s}")) {
                connect(proxy, Device.context(pki, good), 10);
                Device revoked = connected5(proxy, Device.context(pki, bad), "bad");
                Device older = connected311(proxy, Device.context(pki, bad), "older");

                // when
                responder.knows(List.of(good.certificate()), List.of(bad.certificate()));

                // then
                assertThat(revoked.readToEnd()).isEqualTo(NOT_AUTHORIZED);
                assertThat(older.readToEnd()).isEmpty();
                proxy.awaitMetric(2, "mqttproxy_client_disconnects_total", "cause=\"cert_revoked\"");
                assertAllEcho();
            }
        }
    }

    @Test
    @RequiresProgram("openssl")
    void endsNobodyBecauseAResponderHasNoAnswerEvenWithHardFail() {
        // given
        TestCertificate signer =
                pki.issuing().issue(CertificateSpec.client("ocsp").usage(KeyPurposeId.id_kp_OCSPSigning));
        try (OpensslResponder responder =
                OpensslResponder.start(folder, pki.issuing(), signer.leafOnlyFile(), signer.keyFile())) {
            TestCertificate device = deviceAt(responder, "device");
            responder.knows(List.of(device.certificate()), List.of());
            try (ProxyUnderTest proxy = proxy("ocsp: {mode: hard-fail, cache: 1s, timeout: 20s}")) {
                connect(proxy, Device.context(pki, device), 2);

                // when
                responder.kill();
                proxy.awaitCount(1, "mqttproxy_tls_ocsp_requests_total", "result=\"failed\"");

                // then
                assertAllEcho();
                assertThat(proxy.metric("mqttproxy_client_disconnects_total")).isZero();
            }
        }
    }

    private TestCertificate deviceAt(OpensslResponder responder, String commonName) {
        return pki.issuing().issue(CertificateSpec.client(commonName).ocspLocation(responder.uri()));
    }

    private void connect(ProxyUnderTest proxy, SSLContext context, int count) {
        for (int i = 0; i < count; i++) {
            String clientId = "d" + devices.size();
            devices.add(i % 2 == 0 ? connected5(proxy, context, clientId) : connected311(proxy, context, clientId));
        }
    }

    private static Device connected5(ProxyUnderTest proxy, SSLContext context, String clientId) {
        Device device = Device.connect(context, proxy.port());
        assertThat(device.send(Packets.connect5(clientId)).read(Packets.CONNACK_5.length))
                .isEqualTo(Packets.CONNACK_5);
        return device;
    }

    private static Device connected311(ProxyUnderTest proxy, SSLContext context, String clientId) {
        Device device = Device.connect(context, proxy.port());
        assertThat(device.send(Packets.connect311(clientId)).read(Packets.CONNACK_3.length))
                .isEqualTo(Packets.CONNACK_3);
        return device;
    }

    /** The broker sends back what it gets: an answer has been all the way through the proxy, twice. */
    private void assertAllEcho() {
        for (Device device : devices) {
            assertThat(device.send(PINGREQ).read(PINGREQ.length)).isEqualTo(PINGREQ);
        }
    }

    private ProxyUnderTest proxy(String revocation) {
        TestCertificate server = pki.server();
        return ProxyUnderTest.start(
                folder, """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls:
                      certificates: [server]
                      clientAuth: required
                      caFile: %s
                      %s
                    limits: {perSource: 2000, handshakes: "off"}
                clusters:
                  brokers:
                    backends: ["127.0.0.1:%d"]
                logging: {access: "off"}
                """.formatted(server.certFile(), server.keyFile(), pki.caFile(), revocation, broker.port()));
    }
}
