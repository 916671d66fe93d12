package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.ArtemisBroker;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted again, on the way to brokers that want to know who is calling. */
@RequiresProgram({"mosquitto", "mosquitto_passwd"})
class BackendTlsIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final byte[] UNAVAILABLE_3 = {0x20, 0x02, 0x00, 0x03};
    private static final String TLS_FAILURES = "mqttproxy_backend_connect_failures_total";

    @TempDir
    private Path folder;

    private TestPki pki;
    private MosquittoBroker broker;

    @BeforeEach
    void startBroker() {
        pki = TestPki.in(folder);
        broker = requiringCertificates(pki.server());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    /** Takes the common name of the proxy's certificate for its user name, so that the log shows it. */
    private MosquittoBroker requiringCertificates(TestCertificate own) {
        return MosquittoBroker.start("""
                cafile %s
                certfile %s
                keyfile %s
                require_certificate true
                use_identity_as_username true
                """.formatted(pki.caFile(), own.certFile(), own.keyFile()), Map.of());
    }

    /** Ends the section, and begins another one: a broker that was left alone stays so for as long as a test may take. */
    private static final String LEFT_ALONE = "}\n    ejection: {base: 10m, max: 10m";

    private ProxyUnderTest proxy(TestCertificate own, String section, MosquittoBroker... brokers) {
        String backends = String.join(
                ", ",
                Arrays.stream(brokers)
                        .map(each -> "\"127.0.0.1:" + each.port() + "\"")
                        .toList());
        TestCertificate server = pki.server();
        return ProxyUnderTest.start(folder, """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                  own: {certFile: %s, keyFile: %s, keyPassword: sesame}
                listeners:
                  mqtts: {bind: "127.0.0.1:0", tls: {certificates: [server]}}
                clusters:
                  brokers:
                    backends: [%s]
                    tls: {caFile: %s, certificate: own%s}
                logging: {access: "off"}
                """.formatted(
                        server.certFile(),
                        server.keyFile(),
                        own.certFile(),
                        own.encryptedKeyFile("sesame"),
                        backends,
                        pki.caFile(),
                        section));
    }

    @ParameterizedTest
    @ValueSource(strings = {", versions: [TLSv1.3]", ", versions: [TLSv1.2]", ", serverName: localhost"})
    void isLetInByMosquittoWithTheNamedCertificate(String section) {
        // given
        try (ProxyUnderTest proxy = proxy(pki.client("the-proxy"), section, broker);
                Device device = Device.connect(pki, proxy.port(), null)) {
            // when
            byte[] connack = device.send(Packets.connect311("sensor-1")).read(4);

            // then
            assertThat(connack).isEqualTo(Packets.CONNACK_3);
            broker.awaitLog(LIMIT, "u'the-proxy'");
            assertThat(broker.log()).anyMatch(line -> line.contains("as sensor-1") && line.contains("u'the-proxy'"));
        }
    }

    @Test
    void relaysBothWaysUntouched() {
        // given a device that publishes to itself, more than any buffer on the way holds
        byte[] payload = new byte[200_000];
        Arrays.fill(payload, (byte) 'x');
        byte[] publish = Packets.publish311("own/topic", payload);
        try (ProxyUnderTest proxy = proxy(pki.client("the-proxy"), "", broker);
                Device device = Device.connect(pki, proxy.port(), null)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(Packets.connect311("echo"));
            all.writeBytes(Packets.subscribe311("own/topic"));
            for (int i = 0; i < 10; i++) {
                all.writeBytes(publish);
            }

            // when
            device.send(all.toByteArray());

            // then
            assertThat(device.read(4)).isEqualTo(Packets.CONNACK_3);
            assertThat(device.read(5)).containsExactly(0x90, 0x03, 0x00, 0x01, 0x00);
            for (int i = 0; i < 10; i++) {
                assertThat(device.read(publish.length)).isEqualTo(publish);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void tellsTheClientThatNobodyIsThereWhenMosquittoDoesNotKnowOurAuthority(String version) {
        // given
        TestCertificate foreign = pki.stranger().client("the-proxy");
        try (ProxyUnderTest proxy = proxy(foreign, ", versions: [" + version + "]", broker);
                Device device = Device.connect(pki, proxy.port(), null)) {
            // when
            byte[] connack = device.send(Packets.connect311("sensor-2")).readToEnd();

            // then
            assertThat(connack).isEqualTo(UNAVAILABLE_3);
            assertThat(broker.log()).noneMatch(line -> line.contains("sensor-2"));
            proxy.awaitMetric(1, TLS_FAILURES, "reason=\"tls\"");
            proxy.assertBooksBalance();
        }
    }

    @Test
    void refusesABrokerWithAnotherNameAndTellsTheClientInItsOwnVersion() {
        // given
        try (ProxyUnderTest proxy = proxy(pki.client("the-proxy"), ", serverName: other.internal", broker);
                Device old = Device.connect(pki, proxy.port(), null);
                Device modern = Device.connect(pki, proxy.port(), null)) {
            // when
            byte[] toOld = old.send(Packets.connect311("old")).readToEnd();
            byte[] toModern = modern.send(Packets.connect5("modern")).readToEnd();

            // then Server unavailable in both
            assertThat(toOld).isEqualTo(UNAVAILABLE_3);
            assertThat(toModern).startsWith(0x20).contains(0x88, org.assertj.core.data.Index.atIndex(3));
            assertThat(broker.log()).noneMatch(line -> line.contains("as old") || line.contains("as modern"));
            proxy.awaitMetric(2, "mqttproxy_client_connections_refused_total", "reason=\"no_backend\"");
            proxy.awaitMetric(2, TLS_FAILURES, "reason=\"tls\"");
        }
    }

    @Test
    void servesFromTheNextBrokerWhenOneHasAnExpiredCertificateAndLeavesThatOneOut() {
        // given
        TestCertificate expired = pki.issuing().issue(CertificateSpec.server().expired());
        try (MosquittoBroker old = requiringCertificates(expired);
                ProxyUnderTest proxy = proxy(pki.client("the-proxy"), LEFT_ALONE, old, broker)) {
            for (int i = 0; i < 10; i++) {
                // when
                try (Device device = Device.connect(pki, proxy.port(), null)) {
                    // then
                    byte[] connack =
                            device.send(Packets.connect311("sensor-" + i)).read(4);
                    assertThat(connack).isEqualTo(Packets.CONNACK_3);
                }
            }
            String name = "backend=\"127.0.0.1:" + old.port() + "\"";
            assertThat(proxy.metric(TLS_FAILURES, name, "reason=\"tls\"")).isBetween(1.0, 5.0);
            assertThat(proxy.metric("mqttproxy_backend_up", name)).isZero();
            proxy.awaitMetric(0, "mqttproxy_backend_connections", name);
        }
    }

    @Test
    void countsABrokerWithoutTlsAsOneWhoseTlsFails() {
        // given
        try (MosquittoBroker plain = MosquittoBroker.anonymous();
                ProxyUnderTest proxy = proxy(pki.client("the-proxy"), "", plain);
                Device device = Device.connect(pki, proxy.port(), null)) {
            // when
            byte[] connack = device.send(Packets.connect311("sensor-3")).readToEnd();

            // then
            assertThat(connack).isEqualTo(UNAVAILABLE_3);
            proxy.awaitMetric(1, TLS_FAILURES, "reason=\"tls\"");
        }
    }

    @Test
    void givesABrokerThatNeverAnswersTheHandshakeNoMoreTimeThanTheBackendTimeout() {
        // given
        try (StubBroker silent = StubBroker.start(StubBehaviour.silent());
                ProxyUnderTest proxy = ProxyUnderTest.oneWay(
                        folder,
                        pki,
                        "timeouts: {backend: 300ms}",
                        "backends: [\"127.0.0.1:" + silent.port() + "\"]\ntls: {caFile: " + pki.caFile() + "}");
                Device device = Device.connect(pki, proxy.port(), null)) {
            // when
            byte[] connack = device.send(Packets.connect311("patient")).readToEnd();

            // then
            assertThat(connack).isEqualTo(UNAVAILABLE_3);
            assertThat(silent.awaitConnection(0).awaitEnd()).isNotNull();
            proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"no_backend\"");
            proxy.awaitMetric(0, "mqttproxy_backend_connections");
            proxy.assertBooksBalance();
        }
    }

    @Test
    void goesOnToTheNextBrokerWhenOneNeverAnswersTheHandshake() {
        // given
        String cluster = """
                backends: ["127.0.0.1:%d", "127.0.0.1:%d"]
                tls: {caFile: %s}
                """;
        TestCertificate server = pki.server();
        String oneWay = "certfile " + server.certFile() + "\nkeyfile " + server.keyFile() + "\nallow_anonymous true";
        try (StubBroker silent = StubBroker.start(StubBehaviour.silent());
                MosquittoBroker other = MosquittoBroker.start(oneWay, Map.of());
                ProxyUnderTest proxy = ProxyUnderTest.oneWay(
                        folder, pki, "", cluster.formatted(silent.port(), other.port(), pki.caFile()));
                Device one = Device.connect(pki, proxy.port(), null);
                Device two = Device.connect(pki, proxy.port(), null)) {
            // when both brokers have their turn
            one.send(Packets.connect311("one"));
            two.send(Packets.connect311("two"));

            // then
            assertThat(one.read(4)).isEqualTo(Packets.CONNACK_3);
            assertThat(two.read(4)).isEqualTo(Packets.CONNACK_3);
            proxy.awaitMetric(1, TLS_FAILURES, "reason=\"timeout\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void sendsTheProxyHeaderInTheClearAheadOfTls(String version) {
        // given
        String cluster = """
                backends: ["127.0.0.1:%d"]
                proxyProtocol: %s
                tls: {caFile: %s}
                """;
        try (ArtemisBroker artemis = ArtemisBroker.withProxyProtocolBeforeTls(folder, pki.server());
                ProxyUnderTest proxy = ProxyUnderTest.oneWay(
                        folder, pki, "", cluster.formatted(artemis.port(), version, pki.caFile()));
                Device device = Device.connect(pki, proxy.port(), null)) {
            // when
            byte[] connack = device.send(Packets.connect311("behind-proxy")).read(4);

            // then
            assertThat(connack).isEqualTo(Packets.CONNACK_3);
            assertThat(artemis.seen("behind-proxy").orElseThrow().remoteAddress())
                    .contains("127.0.0.1:" + device.localPort());
        }
    }
}
