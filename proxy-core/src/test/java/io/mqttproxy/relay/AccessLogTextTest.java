package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.HashedField;
import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.testsupport.TestPki;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTextTest {

    private static final AccessLogText PLAIN = new AccessLogText(NameHash.none());

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    /** The keys of a line in which no value has a blank and an equals sign behind it. */
    private static List<String> keys(String line) {
        return Pattern.compile("(?:^| )(\\w+)=")
                .matcher(line)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void writesEveryFactInAFixedOrder() {
        // when
        String line = PLAIN.ended(LoggedSessions.relayed(channel, NoIdentity.INSTANCE, "device-1"));

        // then
        assertThat(keys(line))
                .containsExactly(
                        "time",
                        "id",
                        "listener",
                        "client",
                        "sni",
                        "tls",
                        "cipher",
                        "resumed",
                        "identity",
                        "mqtt",
                        "clientId",
                        "username",
                        "connack",
                        "cluster",
                        "backend",
                        "bytesIn",
                        "bytesOut",
                        "durationMs",
                        "phase",
                        "end",
                        "reason",
                        "detail");
        assertThat(line)
                .matches("time=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z id=1f-1 .*")
                .contains(" client=192.0.2.7:40000 ", " tls=TLSv1.3 ", " mqtt=5 ", " connack=0 ", " bytesIn=100 ")
                .endsWith(" phase=disconnected end=SD reason=backend_closed detail=\"for a reason\"");
    }

    @Test
    void leavesOutWhatNeverHappened() {
        // given a connection that came no further than the accept
        Session session = TestClient.session(channel);
        session.cut(CloseReason.LIMIT_RATE);

        // when
        String line = PLAIN.ended(session);

        // then
        assertThat(keys(line))
                .containsExactly(
                        "time",
                        "id",
                        "listener",
                        "client",
                        "bytesIn",
                        "bytesOut",
                        "durationMs",
                        "phase",
                        "end",
                        "reason");
        assertThat(line).contains(" phase=refused ");
    }

    @Test
    void tellsOfAConnectWhatTheSessionThenForgets() throws Exception {
        // given
        Session session = LoggedSessions.waiting(
                channel, TestClient.identity(TestPki.in(folder).client("device-1")), "device-1");

        // when
        String line = LoggedSessions.connected(PLAIN, session);

        // then
        assertThat(line).containsPattern(" subject=\\S*\"?CN=device-1").endsWith(" phase=connected");
        assertThat(line).containsPattern(" sha256=[0-9a-f]{64} ");
        assertThat(keys(PLAIN.ended(session))).doesNotContain("subject", "sha256");
    }

    @Test
    void hidesTheCertificateWhereIdentitiesAreHidden() throws Exception {
        // given
        NameHash names =
                NameHash.of(EnumSet.of(HashedField.IDENTITY), "0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        Session session = LoggedSessions.waiting(
                channel, TestClient.identity(TestPki.in(folder).client("pump-7")), "device-1");

        // when
        String line = LoggedSessions.connected(new AccessLogText(names), session);

        // then
        assertThat(line)
                .doesNotContain("pump-7")
                .containsPattern(" subject=#[0-9a-f]{16} ")
                .containsPattern(" sha256=#[0-9a-f]{16} ");
    }

    @Test
    void neverWritesThePassword() {
        assertThat(PLAIN.ended(LoggedSessions.relayed(channel, NoIdentity.INSTANCE, "device-1")))
                .contains("username=user")
                .doesNotContain("never-to-be-seen");
    }

    @Test
    void letsNoClientIdForgeAKey() {
        // given what a CONNECT may hold: quotes, and text that reads backwards
        String hostile = "x\" reason=\"drain\u202e";

        // when
        String line = PLAIN.ended(LoggedSessions.relayed(channel, NoIdentity.INSTANCE, hostile));

        // then
        assertThat(line)
                .contains(" clientId=\"x\\\" reason=\\\"drain\\u202e\" ")
                .endsWith(" reason=backend_closed detail=\"for a reason\"")
                .hasLineCount(1);
    }

    @Test
    void putsAnIpv6AddressInBrackets() {
        Session session = new Session(
                "1",
                "mqtts",
                channel,
                new InetSocketAddress("2001:db8::1", 40000),
                new InetSocketAddress("2001:db8::2", 8883));

        assertThat(PLAIN.ended(session)).contains(" client=[2001:db8:0:0:0:0:0:1]:40000 ");
    }
}
