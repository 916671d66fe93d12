package io.mqttproxy.it;

import static io.mqttproxy.it.HostileCertificate.subject;
import static io.mqttproxy.it.HostileCertificate.userPrincipalName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates that the CA has signed, whose handshake succeeds, and with which nobody gets to a broker. */
class HostileCertificatesIT {
    private static final Map<String, String> FIELDS = Map.of(
            "cn", "subject.cn",
            "dn", "subject.dn",
            "ou", "subject.OU",
            "device", "subject.1.3.6.1.4.1.37244.1.1",
            "uri", "san.uri",
            "dns", "san.dns",
            "email", "san.email",
            "upn", "san.upn",
            "spiffe", "spiffe");

    @TempDir
    private static Path folder;

    private static TestPki pki;
    private static StubBroker broker;
    private static ProxyUnderTest proxy;

    @BeforeAll
    static void start() {
        pki = TestPki.in(folder);
        broker = StubBroker.start(StubBehaviour.accepting());
        TestCertificate server = pki.server();
        String listeners = FIELDS.entrySet().stream()
                .map(listener -> """
                          %s:
                            bind: 127.0.0.1:0
                            tls: {certificates: [server], clientAuth: required, caFile: %s}
                            identity: {from: %s}
                            connect: {username: "${identity}"}
                        """.formatted(listener.getKey(), pki.caFile(), listener.getValue()))
                .collect(Collectors.joining());
        proxy = ProxyUnderTest.start(
                folder, """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                %sclusters:
                  brokers: {backends: ["127.0.0.1:%d"]}
                logging: {format: text, access: ./access.log}
                """.formatted(server.certFile(), server.keyFile(), listeners, broker.port()));
    }

    @AfterAll
    static void stop() {
        proxy.close();
        broker.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.mqttproxy.it.HostileCertificates#all")
    void areToldNotAuthorizedAndNeverReachABroker(HostileCertificate hostile) {
        TestCertificate certificate = pki.issuing().issue(hostile.certificate());
        int port = proxy.port(hostile.listener());
        byte[] answer3;
        byte[] answer5;
        int port3;
        int port5;

        // when
        try (Device mqtt3 = Device.connect(pki, port, certificate);
                Device mqtt5 = Device.connect(pki, port, certificate)) {
            answer3 = mqtt3.send(Packets.connect311("hostile", "admin")).readToEnd();
            answer5 = mqtt5.send(Packets.connect5("hostile")).readToEnd();
            port3 = mqtt3.localPort();
            port5 = mqtt5.localPort();
        }

        // then
        assertThat(answer3).containsExactly(0x20, 0x02, 0x00, 0x05);
        assertThat(answer5).startsWith(0x20);
        assertThat(answer5[3]).as("reason code").isEqualTo((byte) 0x87);
        assertThat(logged(port3)).contains("reason=identity_rejected").contains(hostile.refusal());
        assertThat(logged(port5)).contains("reason=identity_rejected");
        assertThat(broker.connections()).noneMatch(connection -> sent(connection.awaitConnect(), "hostile", ""));
    }

    @Test
    void keepOutOfAListenerThatAsksForNoNameToo() {
        CertificateSpec unreadable = CertificateSpec.client("unreadable").extension(HostileCertificate.withSurplus());
        String cluster = "backends: [\"127.0.0.1:" + broker.port() + "\"]";
        try (ProxyUnderTest plain = ProxyUnderTest.mutual(folder, pki, "", cluster);
                Device device = Device.connect(pki, plain.port(), pki.issuing().issue(unreadable))) {
            assertThat(device.send(Packets.connect311("unreadable")).readToEnd())
                    .containsExactly(0x20, 0x02, 0x00, 0x05);
            plain.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"identity_rejected\"");
            plain.assertBooksBalance();
        }
    }

    /** So that the rows above are not refused for something else. */
    @Test
    void doNotKeepOutOneThatIsCleanEverywhere() {
        CertificateSpec clean = subject(
                        "clean",
                        "cn",
                        "",
                        new RDN(BCStyle.OU, new DERUTF8String("sensors")),
                        new RDN(BCStyle.CN, new DERBMPString("Gerät-1")))
                .certificate()
                .uri("spiffe://example.com/d")
                .dns("d.example.com")
                .email("d@example.com")
                .name(userPrincipalName(new DERUTF8String("d@example.com")));
        Map<String, String> identities = Map.of(
                "cn", "Gerät-1",
                "dn", "CN=Gerät-1,OU=sensors",
                "ou", "sensors",
                "uri", "spiffe://example.com/d",
                "dns", "d.example.com",
                "email", "d@example.com",
                "upn", "d@example.com",
                "spiffe", "spiffe://example.com/d");
        TestCertificate certificate = pki.issuing().issue(clean);

        identities.forEach((listener, identity) -> {
            try (Device device = Device.connect(pki, proxy.port(listener), certificate)) {
                assertThat(device.send(Packets.connect311("clean-" + listener, "admin"))
                                .read(4))
                        .containsExactly(Packets.CONNACK_3);
                assertThat(broker.connections())
                        .anyMatch(connection -> sent(connection.awaitConnect(), "clean-" + listener, identity));
            }
        });
    }

    private static boolean sent(byte[] connect, String clientId, String username) {
        String text = new String(connect, StandardCharsets.UTF_8);
        return text.contains(clientId) && text.contains(username);
    }

    /** The line of the access log about the connection from a port. */
    private static String logged(int port) {
        String client = "client=127.0.0.1:" + port + " ";
        return Objects.requireNonNull(await("a line about " + client)
                .atMost(Duration.ofSeconds(10))
                .until(() -> line(client), Optional::isPresent)
                .orElse(null));
    }

    private static Optional<String> line(String part) {
        try (Stream<String> lines = Files.lines(folder.resolve("access.log"))) {
            return lines.filter(line -> line.contains(part)).reduce((first, last) -> last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
