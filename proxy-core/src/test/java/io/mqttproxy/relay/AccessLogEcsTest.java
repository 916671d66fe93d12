package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mqttproxy.config.HashedField;
import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.identity.PeerIdentity;
import io.mqttproxy.testsupport.EcsFields;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogEcsTest {

    private static final AccessLogEcs PLAIN = new AccessLogEcs(NameHash.none());
    private static final AccessLogEcs HASHING = new AccessLogEcs(
            NameHash.of(EnumSet.allOf(HashedField.class), "0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void writesEveryFactInAFixedOrder() {
        JsonNode line = EcsFields.read(PLAIN.ended(LoggedSessions.relayed(channel, NoIdentity.INSTANCE, "device-1")));

        assertThat(EcsFields.names(line))
                .containsExactly(
                        "@timestamp",
                        "log.level",
                        "message",
                        "ecs.version",
                        "service.name",
                        "event.dataset",
                        "event.category",
                        "event.type",
                        "event.action",
                        "event.outcome",
                        "event.reason",
                        "mqttproxy.termination",
                        "mqttproxy.detail",
                        "event.start",
                        "event.duration",
                        "mqttproxy.connection_id",
                        "mqttproxy.listener",
                        "client.address",
                        "client.ip",
                        "client.port",
                        "tls.client.server_name",
                        "tls.version",
                        "tls.cipher",
                        "tls.resumed",
                        "mqttproxy.identity",
                        "network.protocol",
                        "mqttproxy.mqtt_version",
                        "mqttproxy.client_id",
                        "user.name",
                        "mqttproxy.connack_code",
                        "mqttproxy.cluster",
                        "mqttproxy.backend",
                        "server.address",
                        "server.port",
                        "client.bytes",
                        "server.bytes");
    }

    @Test
    void writesFactsAsTheSchemaHasThem() {
        // when
        JsonNode line = EcsFields.read(PLAIN.ended(LoggedSessions.relayed(channel, NoIdentity.INSTANCE, "device-1")));

        // then
        assertThat(line.get("message").textValue()).isEqualTo("disconnected: backend_closed");
        assertThat(line.get("event.type")).hasToString("[\"connection\",\"end\"]");
        assertThat(line.get("event.action").textValue()).isEqualTo("disconnected");
        assertThat(line.get("event.outcome").textValue()).isEqualTo("success");
        assertThat(line.get("event.reason").textValue()).isEqualTo("backend_closed");
        assertThat(line.get("client.address").textValue()).isEqualTo("192.0.2.7");
        assertThat(line.get("client.port").intValue()).isEqualTo(40000);
        assertThat(line.get("tls.version").textValue()).isEqualTo("1.3");
        assertThat(line.get("tls.resumed").booleanValue()).isFalse();
        assertThat(line.get("mqttproxy.mqtt_version").textValue()).isEqualTo("5");
        assertThat(line.get("mqttproxy.connack_code").intValue()).isZero();
        assertThat(line.get("mqttproxy.termination").textValue()).isEqualTo("SD");
        assertThat(line.get("mqttproxy.backend").textValue()).isEqualTo("127.0.0.1:1883");
        assertThat(line.get("server.address").textValue()).isEqualTo("127.0.0.1");
        assertThat(line.get("client.bytes").longValue()).isEqualTo(100);
    }

    @Test
    void writesWhenItBeganWhenItEndedAndNanosecondsBetween() {
        // given
        Instant before = Instant.now().minusMillis(1);

        // when
        JsonNode line = EcsFields.read(PLAIN.ended(LoggedSessions.relayed(channel, NoIdentity.INSTANCE, "device-1")));

        // then
        Instant start = Instant.parse(line.get("event.start").textValue());
        Instant end = Instant.parse(line.get("@timestamp").textValue());
        assertThat(start).isAfter(before);
        assertThat(end).isAfterOrEqualTo(start).isBeforeOrEqualTo(Instant.now());
        assertThat(line.get("event.duration").longValue())
                .isBetween(1L, Duration.between(before, Instant.now()).toNanos());
    }

    @Test
    void leavesOutWhatNeverHappened() {
        // given a connection that came no further than the accept
        Session session = TestClient.session(channel);
        session.cut(CloseReason.LIMIT_RATE);

        // when
        JsonNode line = EcsFields.read(PLAIN.ended(session));

        // then
        assertThat(EcsFields.names(line))
                .noneMatch(name -> name.startsWith("tls."))
                .noneMatch(name -> name.startsWith("server.a"))
                .doesNotContain("network.protocol", "user.name", "mqttproxy.client_id", "source.address");
        assertThat(line.get("event.action").textValue()).isEqualTo("refused");
        assertThat(line.get("event.outcome").textValue()).isEqualTo("failure");
        assertThat(line.get("event.type")).hasToString("[\"connection\",\"denied\"]");
    }

    @Test
    void tellsOfAConnectWhatTheSessionThenForgets() throws Exception {
        // given
        TestCertificate certificate = TestPki.in(folder).client("device-1");
        Session session = LoggedSessions.waiting(channel, TestClient.identity(certificate), "device-1");

        // when
        JsonNode line = EcsFields.read(LoggedSessions.connected(PLAIN, session));

        // then
        assertThat(line.get("message").textValue()).isEqualTo("connected");
        assertThat(line.get("event.action").textValue()).isEqualTo("connected");
        assertThat(line.get("event.type")).hasToString("[\"connection\",\"start\"]");
        assertThat(line.get("tls.client.subject").textValue()).contains("CN=device-1");
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(certificate.certificate().getEncoded());
        assertThat(line.get("tls.client.hash.sha256").textValue())
                .isEqualTo(HexFormat.of().withUpperCase().formatHex(digest));
        assertThat(EcsFields.names(line)).doesNotContain("event.reason", "mqttproxy.termination");
    }

    @Test
    void hidesInALineAboutAConnectWhatIsHashed() throws Exception {
        // given
        PeerIdentity identity = TestClient.identity(TestPki.in(folder).client("pump-7"));
        Session session = LoggedSessions.waiting(channel, identity, "pump-7");

        // when
        String line = LoggedSessions.connected(HASHING, session);

        // then
        JsonNode fields = EcsFields.read(line);
        assertThat(line).doesNotContain("pump-7", "192.0.2.7", "urn:device", "40000", "\"user\"");
        assertThat(EcsFields.names(fields)).doesNotContain("client.ip", "client.port");
        for (String hidden : new String[] {
            "client.address",
            "mqttproxy.client_id",
            "user.name",
            "mqttproxy.identity",
            "tls.client.subject",
            "tls.client.hash.sha256"
        }) {
            assertThat(fields.get(hidden).textValue()).as(hidden).matches("#[0-9a-f]{16}");
        }
    }

    @Test
    void neverWritesThePassword() {
        Session session = LoggedSessions.waiting(channel, NoIdentity.INSTANCE, "device-1");

        assertThat(LoggedSessions.connected(PLAIN, session)).doesNotContain("never-to-be-seen");
        session.end(CloseReason.DRAIN);
        assertThat(PLAIN.ended(session)).contains("drain").doesNotContain("never-to-be-seen");
    }

    @Test
    void letsNoClientIdForgeAField() {
        // given what a CONNECT may hold: quotes, and text that reads backwards
        String hostile = "x\",\"event.reason\":\"drain\",\"y\":\"\u202e";

        // when
        String line = PLAIN.ended(LoggedSessions.relayed(channel, NoIdentity.INSTANCE, hostile));

        // then
        JsonNode fields = EcsFields.read(line);
        assertThat(fields.get("mqttproxy.client_id").textValue()).isEqualTo(hostile);
        assertThat(fields.get("event.reason").textValue()).isEqualTo("backend_closed");
        assertThat(line).hasLineCount(1).doesNotContain("\u202e");
    }

    @Test
    void tellsAnInterfaceWhereNobodyTakesTheTextForAnAddress() throws Exception {
        // given a link-local address with a zone
        InetAddress zoned =
                Inet6Address.getByAddress(null, InetAddress.getByName("fe80::7").getAddress(), 1);
        Session session = new Session(
                "1", "mqtts", channel, new InetSocketAddress(zoned, 40000), new InetSocketAddress("2001:db8::2", 8883));

        // when
        JsonNode line = EcsFields.read(PLAIN.ended(session));

        // then
        assertThat(line.get("client.address").textValue()).startsWith("fe80:0:0:0:0:0:0:7%");
        assertThat(line.get("client.ip").textValue()).isEqualTo("fe80:0:0:0:0:0:0:7");
    }
}
