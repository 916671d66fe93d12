package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What openssl asks for and must not get. */
@RequiresProgram("openssl")
class NeverNegotiatedIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern LISTENING = Pattern.compile("ACCEPT 127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private Path folder;

    private TestPki pki;
    private TestCertificate own;
    private StubBroker broker;
    private ProxyUnderTest proxy;

    @BeforeEach
    void start() {
        pki = TestPki.in(folder);
        own = pki.server();
        broker = StubBroker.start(StubBehaviour.accepting().thenClosing());
        proxy = ProxyUnderTest.start(folder, """
                certificates: {own: {certFile: %s, keyFile: %s}}
                listeners: {mqtts: {bind: "127.0.0.1:0", tls: {certificates: [own]}}}
                clusters: {brokers: {backends: ["127.0.0.1:%d"]}}
                logging: {access: "off"}
                """.formatted(own.certFile(), own.keyFile(), broker.port()));
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    /** RFC 8446 section 8: early data can be replayed, and a replayed CONNECT takes a session over. */
    @Test
    void rejectsEarlyDataAndServesTheConnectionOnceItIsWhole() throws Exception {
        // given a session of a server that allows early data, which makes the client offer it
        Path session = sessionOfAServerWithEarlyData();
        Path early = Files.write(folder.resolve("early.bin"), Packets.connect311("early"));

        // when
        ProgramResult result = client(
                Packets.connect311("late"), proxy.port(), "-tls1_3 -sess_in " + session + " -early_data " + early);

        // then
        assertThat(result.stdout() + result.stderr()).contains("Early data was rejected");
        assertThat(result.stdout()).contains(" \u0002\u0000\u0000");
        assertThat(broker.awaitConnection(0).awaitConnect()).isEqualTo(Packets.connect311("late"));
    }

    private Path sessionOfAServerWithEarlyData() {
        Path session = folder.resolve("session.pem");
        String serve = "s_server -accept 127.0.0.1:0 -tls1_3 -num_tickets 1 -early_data -cert_chain "
                + pki.issuing().certFile() + " -cert " + own.leafOnlyFile() + " -key " + own.keyFile();
        try (RunningProgram server = RunningProgram.startWithOpenInput("openssl", serve.split(" "))) {
            server.awaitOutput(LIMIT, "ACCEPT");
            Matcher port = LISTENING.matcher(server.stdout());
            assertThat(port.find()).as(server.stdout()).isTrue();
            String options = port.group(1) + " -tls1_3 -sess_out " + session;
            try (RunningProgram client = RunningProgram.startWithOpenInput("openssl", clientCommand(options))) {
                await().atMost(LIMIT).until(() -> Files.exists(session) && Files.size(session) > 0);
                assertThat(client.alive()).isTrue();
            }
            return session;
        }
    }

    @Test
    void refusesToRenegotiate() {
        // when a line with R asks openssl for a new handshake
        ProgramResult result = client("R\n".getBytes(StandardCharsets.US_ASCII), proxy.port(), "-tls1_2");

        // then
        assertThat(result.stdout() + result.stderr()).contains("RENEGOTIATING").contains("no renegotiation");
        proxy.awaitMetric(1, "mqttproxy_client_connections_refused_total", "reason=\"client_closed\"");
        proxy.assertBooksBalance();
    }

    private ProgramResult client(byte[] input, int port, String options) {
        return RunningProgram.runWithInput(LIMIT, input, "openssl", clientCommand(port + " " + options));
    }

    private String[] clientCommand(String portAndOptions) {
        String line = "s_client -servername localhost -verify_return_error -CAfile " + pki.caFile()
                + " -connect localhost:" + portAndOptions;
        return line.split(" ");
    }
}
