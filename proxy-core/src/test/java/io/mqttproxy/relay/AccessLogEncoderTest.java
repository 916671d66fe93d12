package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mqttproxy.identity.NameRule;
import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.relay.AccessLogEncoder.Form;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessLogEncoderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    /** A connection of which everything is known. */
    private Session whole(String clientId) {
        Session session = TestClient.session(
                channel, NoIdentity.INSTANCE, TestClient.connect(5, clientId, "user", "never-to-be-seen"));
        session.serverName("a.example.com");
        session.identified(new VerifiedName("urn:device:1", NameRule.PLAIN));
        session.handedOver(new BackendLink(channel, TestClient.backend(), 0));
        session.answered(0);
        session.traffic().fromClient(100);
        session.end(CloseReason.BACKEND_CLOSED);
        return session;
    }

    @Test
    void writesEveryFactInAFixedOrder() throws Exception {
        // when
        String line = new AccessLogEncoder(Form.JSON, NameHash.none()).encode(whole("device-1"));

        // then
        List<String> keys = new ArrayList<>();
        JSON.readTree(line).fieldNames().forEachRemaining(keys::add);
        assertThat(keys)
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
                        "reason");
    }

    @Test
    void writesFactsAsTheyAre() throws Exception {
        // when
        JsonNode line = JSON.readTree(new AccessLogEncoder(Form.JSON, NameHash.none()).encode(whole("device-1")));

        // then
        assertThat(line.get("client").textValue()).isEqualTo("192.0.2.7:40000");
        assertThat(line.get("tls").textValue()).isEqualTo("TLSv1.3");
        assertThat(line.get("mqtt").textValue()).isEqualTo("5");
        assertThat(line.get("connack").intValue()).isZero();
        assertThat(line.get("bytesIn").longValue()).isEqualTo(100);
        assertThat(line.get("phase").textValue()).isEqualTo("disconnected");
        assertThat(line.get("end").textValue()).isEqualTo("SD");
        assertThat(line.get("reason").textValue()).isEqualTo("backend_closed");
    }

    @Test
    void leavesOutWhatNeverHappened() throws Exception {
        // given a connection that came no further than the accept
        Session session = TestClient.session(channel);
        session.cut(CloseReason.LIMIT_RATE);

        // when
        JsonNode line = JSON.readTree(new AccessLogEncoder(Form.JSON, NameHash.none()).encode(session));

        // then
        List<String> keys = new ArrayList<>();
        line.fieldNames().forEachRemaining(keys::add);
        assertThat(keys)
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
        assertThat(line.get("phase").textValue()).isEqualTo("refused");
    }

    @Test
    void neverWritesThePassword() {
        assertThat(new AccessLogEncoder(Form.JSON, NameHash.none()).encode(whole("device-1")))
                .doesNotContain("never-to-be-seen");
    }

    @Test
    void writesTheTimeAsIso8601InUtc() throws Exception {
        JsonNode line = JSON.readTree(new AccessLogEncoder(Form.JSON, NameHash.none()).encode(whole("device-1")));

        assertThat(line.get("time").textValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
    }

    @Test
    void letsNoClientIdForgeAKey() throws Exception {
        // given what a CONNECT may hold: quotes, and text that reads backwards
        String hostile = "x\",\"reason\":\"drain\",\"y\":\"\u202e reason=drain";

        // when
        JsonNode json = JSON.readTree(new AccessLogEncoder(Form.JSON, NameHash.none()).encode(whole(hostile)));
        String text = new AccessLogEncoder(Form.TEXT, NameHash.none()).encode(whole(hostile));

        // then
        assertThat(json.get("clientId").textValue()).isEqualTo(hostile);
        assertThat(json.get("reason").textValue()).isEqualTo("backend_closed");
        assertThat(text)
                .contains(" clientId=\"x\\\",\\\"reason\\\":\\\"drain\\\",\\\"y\\\":\\\"\\u202e reason=drain\" ")
                .endsWith(" reason=backend_closed")
                .hasLineCount(1);
    }

    @Test
    void putsAnIpv6AddressInBrackets() throws Exception {
        // given
        Session session = new Session(
                "1",
                "mqtts",
                channel,
                new InetSocketAddress("2001:db8::1", 40000),
                new InetSocketAddress("2001:db8::2", 8883));

        // then
        assertThat(JSON.readTree(new AccessLogEncoder(Form.JSON, NameHash.none()).encode(session))
                        .get("client")
                        .textValue())
                .isEqualTo("[2001:db8:0:0:0:0:0:1]:40000");
    }
}
