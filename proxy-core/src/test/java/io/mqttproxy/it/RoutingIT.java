package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients reach the cluster and the backend that routes and balancing say, over real sockets. */
class RoutingIT {

    private static final String CLUSTERS = """
            clusters:
              one: {backends: ["127.0.0.1:%d"]}
              two: {backends: ["127.0.0.1:%d"]}
            logging: {access: "off"}
            """;

    @TempDir
    private Path folder;

    private StubBroker one;
    private StubBroker two;

    @BeforeEach
    void startBrokers() {
        one = StubBroker.start(StubBehaviour.accepting());
        two = StubBroker.start(StubBehaviour.accepting());
    }

    @AfterEach
    void stopBrokers() {
        one.close();
        two.close();
    }

    @Test
    void routesByTheIssuerOfTheVerifiedCertificate() {
        // given
        TestPki pki = TestPki.in(folder);
        TestCertificate server = pki.server();
        TestCertificate sensor = pki.client("sensor-1");
        String issuer = sensor.certificate().getIssuerX500Principal().getName();
        String yaml = """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts:
                    bind: 127.0.0.1:0
                    tls: {certificates: [server], clientAuth: optional, caFile: %s}
                routes:
                  - {when: {issuer: "%s"}, to: one}
                  - {to: two}
                """.formatted(server.certFile(), server.keyFile(), pki.caFile(), issuer) + clusters();
        try (ProxyUnderTest proxy = ProxyUnderTest.start(folder, yaml);
                Device known = Device.connect(pki, proxy.port(), sensor);
                Device unknown = Device.connect(pki, proxy.port(), null)) {
            // when
            known.send(Packets.connect311("known")).read(4);
            unknown.send(Packets.connect311("unknown")).read(4);
        }

        // then
        assertThat(text(one.awaitConnection(0).awaitConnect()))
                .contains("known")
                .doesNotContain("unknown");
        assertThat(text(two.awaitConnection(0).awaitConnect())).contains("unknown");
    }

    @Test
    void routesByRegularExpressionAndByKeepAlive() {
        // given
        String yaml = """
                listeners: {mqtts: {bind: "127.0.0.1:0"}}
                routes:
                  - {when: {clientId: {regex: "sensor-[0-9]+"}, keepAlive: {max: 2m}}, to: one}
                  - {to: two}
                """ + clusters();
        try (ProxyUnderTest proxy = ProxyUnderTest.start(folder, yaml);
                Device sensor = Device.plain(proxy.port());
                Device nearly = Device.plain(proxy.port())) {
            // when
            sensor.send(Packets.connect311("sensor-17")).read(4);
            nearly.send(Packets.connect311("sensor-17b")).read(4);
        }

        // then
        assertThat(text(one.awaitConnection(0).awaitConnect())).endsWith("sensor-17");
        assertThat(text(two.awaitConnection(0).awaitConnect())).endsWith("sensor-17b");
    }

    @Test
    void sharesOutTheClientsOfARouteTheSameWayEachTime() {
        // given
        String yaml = """
                listeners: {mqtts: {bind: "127.0.0.1:0"}}
                routes: [{to: {one: 1, two: 1}}]
                """ + clusters();
        try (ProxyUnderTest proxy = ProxyUnderTest.start(folder, yaml)) {
            // when
            for (int i = 0; i < 40; i++) {
                try (Device device = Device.plain(proxy.port())) {
                    device.send(Packets.connect311("device-" + i % 20)).read(4);
                }
            }
        }

        // then each comes twice to where it came first
        assertThat(one.connections().size() + two.connections().size()).isEqualTo(40);
        assertThat(one.connections()).hasSizeBetween(8, 32);
        assertThat(one.connections().size() % 2).isZero();
    }

    @Test
    void leavesABrokerAloneThatCallsItselfUnavailable() {
        // given one broker that refuses with 0x03, Server unavailable, and one that accepts
        byte[] unavailable = {0x20, 0x02, 0x00, 0x03};
        try (StubBroker busy =
                StubBroker.start(StubBehaviour.answering(unavailable).thenClosing())) {
            String yaml = """
                    listeners: {mqtts: {bind: "127.0.0.1:0"}}
                    clusters:
                      brokers:
                        backends: ["127.0.0.1:%d", "127.0.0.1:%d"]
                        ejection: {refusals: 1, base: 1m, max: 1m}
                    logging: {access: "off"}
                    """.formatted(busy.port(), one.port());
            try (ProxyUnderTest proxy = ProxyUnderTest.start(folder, yaml)) {
                // when
                int refused = 0;
                for (int i = 0; i < 10; i++) {
                    try (Device device = Device.plain(proxy.port())) {
                        byte[] answer =
                                device.send(Packets.connect311("device-" + i)).read(4);
                        refused += answer[3] == 0x03 ? 1 : 0;
                    }
                }

                // then only the first one met it
                assertThat(refused).isEqualTo(1);
                assertThat(busy.connections()).hasSize(1);
                assertThat(proxy.metric("mqttproxy_backend_up", "backend=\"127.0.0.1:" + busy.port() + "\""))
                        .isZero();
            }
        }
    }

    private String clusters() {
        return CLUSTERS.formatted(one.port(), two.port());
    }

    private static String text(byte[] connect) {
        return new String(connect, StandardCharsets.ISO_8859_1);
    }
}
