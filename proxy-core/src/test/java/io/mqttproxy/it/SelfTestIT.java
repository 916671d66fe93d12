package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.ProxyServer;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.selftest.Finding;
import io.mqttproxy.testsupport.ArtemisBroker;
import io.mqttproxy.testsupport.FreePort;
import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.testsupport.TestWebServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The self-test against real brokers: for each way to wire them wrong it names the side. */
@RequiresProgram({"mosquitto", "mosquitto_passwd"})
@Timeout(120)
class SelfTestIT {

    @TempDir
    private Path folder;

    @Test
    void namesTheMosquittoListenerThatTakesNoHeader() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.anonymous()) {
            assertThat(probe(broker.port(), "profile: mosquitto", "proxyProtocol: v2"))
                    .hasToString(
                            "backend 127.0.0.1:" + broker.port() + " of cluster brokers closed the connection after"
                                    + " the PROXY header and takes clients without one: set enable_proxy_protocol 2 on that"
                                    + " mosquitto listener (mosquitto 2.1 or newer), or proxyProtocol: off here");
        }
    }

    @Test
    void namesTheArtemisAcceptorThatWaitsForAHeader() throws Exception {
        try (ArtemisBroker broker = ArtemisBroker.withProxyProtocol()) {
            assertThat(probe(broker.port(), "profile: artemis").text())
                    .isEqualTo(
                            "closed the connection without a PROXY header and takes clients behind a PROXY v2 header:"
                                    + " proxyProtocol: v2 here, or take back proxyProtocolEnabled=true on that acceptor of"
                                    + " broker.xml there");
        }
    }

    @Test
    void isContentWithABrokerThatTakesTheHeader() throws Exception {
        try (ArtemisBroker broker = ArtemisBroker.withProxyProtocol()) {
            assertThat(probe(broker.port(), "proxyProtocol: v1"))
                    .returns(true, Finding::fine)
                    .returns("takes clients behind a PROXY v1 header", Finding::text);
        }
    }

    @Test
    void findsNothingWrongWithABrokerThatWantsAnAccount() throws Exception {
        try (MosquittoBroker broker = MosquittoBroker.withPasswords(Map.of("device-a", "secret"))) {
            assertThat(probe(broker.port()))
                    .returns(true, Finding::fine)
                    .returns(
                            "speaks MQTT and refuses a client without an account (CONNACK with return code 5)",
                            Finding::text);
        }
    }

    @Test
    void saysThatTheClusterHasTlsAndTheBrokerHasNone() throws Exception {
        TestPki pki = TestPki.in(folder);
        try (MosquittoBroker broker = MosquittoBroker.anonymous()) {
            assertThat(probe(broker.port(), "tls: {caFile: " + pki.caFile() + "}")
                            .text())
                    .isEqualTo("speaks plain MQTT and not TLS on this port: name its TLS port, or leave out"
                            + " clusters.brokers.tls");
        }
    }

    @Test
    void saysThatTheBrokerHasTlsAndTheClusterHasNone() throws Exception {
        try (MosquittoBroker broker = withTls(TestPki.in(folder), "")) {
            assertThat(probe(broker.port())).returns(false, Finding::fine);
            assertThat(probe(broker.port()).text()).containsAnyOf("without TLS?", "answers with TLS, not MQTT");
        }
    }

    @Test
    void saysWhichCaDidNotSignTheBrokersCertificate() throws Exception {
        TestPki pki = TestPki.in(folder);
        Path stranger = pki.stranger().certFile();
        try (MosquittoBroker broker = withTls(pki, "")) {
            assertThat(probe(broker.port(), "tls: {caFile: " + stranger + "}").text())
                    .startsWith("shows a certificate that is not believed: ")
                    .endsWith("(expected: one for the host in the backend's address, signed by a CA in " + stranger
                            + ")");
        }
    }

    @Test
    void saysThatTheBrokerWantsACertificateOfTheProxy() throws Exception {
        TestPki pki = TestPki.in(folder);
        try (MosquittoBroker broker = withTls(pki, "require_certificate true")) {
            assertThat(probe(broker.port(), "tls: {caFile: " + pki.caFile() + "}")
                            .text())
                    .contains("clusters.brokers.tls.certificate");
        }
    }

    @Test
    void goesThroughTlsBehindAHeader() throws Exception {
        TestPki pki = TestPki.in(folder);
        try (ArtemisBroker broker = ArtemisBroker.withProxyProtocolBeforeTls(folder, pki.server())) {
            assertThat(probe(broker.port(), "proxyProtocol: v2", "tls: {caFile: " + pki.caFile() + "}"))
                    .returns(true, Finding::fine);
            assertThat(probe(broker.port(), "tls: {caFile: " + pki.caFile() + "}")
                            .text())
                    .contains("proxyProtocol: v2 here");
        }
    }

    @Test
    void recognisesAWebServer() throws Exception {
        try (TestWebServer server = TestWebServer.start()) {
            assertThat(probe(URI.create(server.uri("/")).getPort()).text()).startsWith("answers with HTTP, not MQTT");
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        assertThat(probe(FreePort.find()).text()).startsWith("refuses the TCP connection");
    }

    @Test
    void saysThatAHostHasNoAddress() throws Exception {
        assertThat(probe("nowhere.invalid:1883").text()).startsWith("has no address");
    }

    private MosquittoBroker withTls(TestPki pki, String more) {
        TestCertificate own = pki.server();
        return MosquittoBroker.start(
                "allow_anonymous true\ncafile %s\ncertfile %s\nkeyfile %s\n%s\n"
                        .formatted(pki.caFile(), own.certFile(), own.keyFile(), more),
                Map.of());
    }

    private Finding probe(int port, String... cluster) throws Exception {
        return probe("127.0.0.1:" + port, cluster);
    }

    private Finding probe(String backend, String... cluster) throws Exception {
        String yaml = """
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters:
                  brokers:
                    backends: ["%s"]
                %s
                """.formatted(backend, String.join("\n", cluster).indent(4));
        Path file = Files.writeString(folder.resolve("proxy.yaml"), yaml);
        var findings = ProxyServer.probe(new ConfigLoader(Map.of()).load(file));
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }
}
