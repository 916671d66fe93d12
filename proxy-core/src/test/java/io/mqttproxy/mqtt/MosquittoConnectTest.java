package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.RequiresProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * {@link ConnectDifferentialTest} against a running mosquitto: what it logs about a client, the will that it publishes and
 * whether it keeps the session are what our parser says of the packet. 2,000 packets by default, some seconds; a twentieth
 * of {@code -Dmqttproxy.fuzz.connects} when that is set.
 */
@RequiresProgram({"mosquitto", "mosquitto_passwd"})
class MosquittoConnectTest {
    private static final int PACKETS = Integer.getInteger("mqttproxy.fuzz.connects", 40_000) / 20;
    private static final int USERS = 50;
    private static final long SEED = Long.getLong("mqttproxy.fuzz.seed", 20_261_122L);

    private final HostileConnects packets = new HostileConnects(SEED);

    @Test
    void mosquittoSeesTheClientThatWeSeeOrRefusesItForAReason() throws IOException {
        try (MosquittoBroker broker = MosquittoBroker.start("allow_anonymous true\nset_tcp_nodelay true", Map.of());
                MosquittoVisits visits = new MosquittoVisits(broker.port())) {
            MosquittoComparison comparison = new MosquittoComparison(visits);
            for (int i = 0; i < PACKETS; i++) {
                comparison.send(packets.next().bytes(), packets::changes);
            }

            DifferenceReport report = new DifferenceReport(comparison.verdict(new MosquittoLog(broker.log())));
            report.write(
                    Path.of("target", "mosquitto-differences.md"),
                    "%,d packets, %,d taken.".formatted(comparison.sent(), comparison.taken()));
            report.keepExamples();
            assertThat(report.unexplained()).isEmpty();
            assertThat(comparison.taken()).isGreaterThan(PACKETS / 3L);
        }
    }

    /** Nobody else can see a password in mosquitto than its password file. */
    @Test
    void mosquittoLetsInNobodyButWhomOurWriterGaveTheCredentialsThatItKnows() throws IOException {
        Map<String, String> passwords = new HashMap<>(Map.of(WillWatcher.USERNAME, WillWatcher.PASSWORD));
        for (int i = 0; i < USERS; i++) {
            passwords.put("user-" + i, "secret-" + i);
        }
        try (MosquittoBroker broker = MosquittoBroker.start("allow_anonymous false\nset_tcp_nodelay true", passwords);
                MosquittoVisits visits = new MosquittoVisits(broker.port())) {
            CredentialCheck check = new CredentialCheck(visits);
            for (int i = 0; i < PACKETS / 2; i++) {
                check.send(packets.next().bytes(), "user-" + i % USERS, "secret-" + i % USERS);
            }

            assertThat(check.wrong(new MosquittoLog(broker.log()))).isEmpty();
            assertThat(check.withCredentials()).isGreaterThan(PACKETS / 8);
        }
    }
}
