package io.mqttproxy.tls;

import static io.mqttproxy.tls.TicketClient.Outcome.FULL;
import static io.mqttproxy.tls.TicketClient.Outcome.REFUSED;
import static io.mqttproxy.tls.TicketClient.Outcome.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.netty.handler.ssl.OpenSsl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A ticket of one policy never opens another, though all of them share one file of keys: every ordered pair of policies, in
 * both versions of TLS, with a certificate and without.
 */
class TicketPolicyPairsTest {

    @TempDir
    private Path folder;

    private TestPki pki;
    private TicketListeners listeners;
    private Path ours;
    private Path oursAndTheirs;
    private Path theirsAndOurs;
    private String tickets;

    @BeforeEach
    void makeFiles() throws Exception {
        OpenSsl.ensureAvailability();
        pki = TestPki.in(folder);
        listeners = new TicketListeners(folder, pki, InstantSource.system());
        ours = pki.caFile();
        Path theirs = pki.stranger().certFile();
        oursAndTheirs = Files.writeString(
                folder.resolve("ours-and-theirs.pem"), Files.readString(ours) + Files.readString(theirs));
        theirsAndOurs = Files.writeString(
                folder.resolve("theirs-and-ours.pem"), Files.readString(theirs) + Files.readString(ours));
        Path keys = Files.writeString(folder.resolve("tickets"), "5a".repeat(32));
        tickets = ", sessionTickets: {keysFile: " + keys + "}";
    }

    @AfterEach
    void giveBack() {
        listeners.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aTicketWithACertificateOpensItsOwnPolicyOnly(String version) throws Exception {
        // given each policy twice, as two processes would build it
        Map<String, TlsContexts> issuing = policies();
        Map<String, TlsContexts> resuming = policies();
        TestCertificate device = pki.client("device-1");

        for (Map.Entry<String, TlsContexts> first : issuing.entrySet()) {
            for (Map.Entry<String, TlsContexts> second : resuming.entrySet()) {
                // when
                TicketClient client = new TicketClient(pki, device, version);
                assertThat(client.connect(first.getValue())).isEqualTo(FULL);

                // then every policy lets this device in, the same one without a full handshake
                assertThat(client.connect(second.getValue()))
                        .as("%s -> %s", first.getKey(), second.getKey())
                        .isEqualTo(first.getKey().equals(second.getKey()) ? RESUMED : FULL);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aTicketWithoutACertificateOpensNoPolicyThatRequiresOne(String version) throws Exception {
        // given
        Map<String, TlsContexts> issuing = policies();
        issuing.keySet().removeIf(name -> name.startsWith("required"));
        assertThat(issuing).hasSize(2);

        for (Map.Entry<String, TlsContexts> first : issuing.entrySet()) {
            for (Map.Entry<String, TlsContexts> second : policies().entrySet()) {
                // when
                TicketClient client = new TicketClient(pki, null, version);
                assertThat(client.connect(first.getValue())).isEqualTo(FULL);

                // then
                assertThat(client.connect(second.getValue()))
                        .as("%s -> %s", first.getKey(), second.getKey())
                        .isEqualTo(expected(first.getKey(), second.getKey()));
            }
        }
    }

    private static TicketClient.Outcome expected(String first, String second) {
        if (second.startsWith("required")) {
            return REFUSED;
        }
        return first.equals(second) ? RESUMED : FULL;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theOrderOfTheCasIsNoPolicy(String version) throws Exception {
        // given
        TlsContexts here = open("mqtts", "server", required(oursAndTheirs), null);
        TlsContexts there = open("mqtts", "server", required(theirsAndOurs), null);
        TicketClient client = new TicketClient(pki, pki.client("device-1"), version);
        client.connect(here);

        // then
        assertThat(client.connect(there)).isEqualTo(RESUMED);
    }

    private Map<String, TlsContexts> policies() throws Exception {
        String identity = "identity: {from: subject.cn}";
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("none", "mqtts", "server", "clientAuth: none"));
        rows.add(List.of("optional", "mqtts", "server", "clientAuth: optional, caFile: " + ours));
        rows.add(List.of("required", "mqtts", "server", required(ours)));
        rows.add(List.of("required, another depth", "mqtts", "server", required(ours) + ", verifyDepth: 9"));
        rows.add(List.of("required, more CAs", "mqtts", "server", required(oursAndTheirs)));
        rows.add(List.of("required, an identity", "mqtts", "server", required(ours), identity));
        rows.add(List.of(
                "required, another identity", "mqtts", "server", required(ours), "identity: {from: subject.dn}"));
        rows.add(List.of(
                "required, an identity with a pattern",
                "mqtts",
                "server",
                required(ours),
                "identity: {from: subject.cn, pattern: \"device-.*\"}"));
        rows.add(List.of("required, another listener", "others", "server", required(ours)));
        rows.add(List.of("required, another bundle", "mqtts", "tenant-a/server", required(ours)));
        Map<String, TlsContexts> policies = new LinkedHashMap<>();
        for (List<String> row : rows) {
            policies.put(row.get(0), open(row.get(1), row.get(2), row.get(3), row.size() > 4 ? row.get(4) : null));
        }
        return policies;
    }

    private static String required(Path caFile) {
        return "clientAuth: required, caFile: " + caFile;
    }

    private TlsContexts open(String listener, String bundle, String tls, @Nullable String identity) throws Exception {
        return listeners.open(listener, bundle, tls + tickets, Objects.requireNonNullElse(identity, ""));
    }
}
