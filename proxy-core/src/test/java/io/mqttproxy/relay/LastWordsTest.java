package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.mqtt.ConnectPacket;
import io.mqttproxy.mqtt.ConnectParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client is told at the end. */
class LastWordsTest {

    private static final ConnectPacket V5 = TestClient.connect5("device", null);

    @ParameterizedTest
    @CsvSource({
        "DRAIN, 8B",
        "BACKEND_CLOSED, 8B",
        "MOVED, 9C",
        "ADMINISTRATIVE, 98",
        "BANNED, 98",
        "CERT_EXPIRED, 87",
        "CERT_REVOKED, 87",
        "IDLE_TIMEOUT, 8D",
        "CLIENT_PROTOCOL, 82",
    })
    void endAConnectionOfMqtt5WithADisconnectThatSaysWhy(CloseReason reason, String code) {
        // when
        String words = words(relaying(V5), reason);

        // then the properties are a Reason String with the label
        String label = HexFormat.of().formatHex(reason.label().getBytes(StandardCharsets.US_ASCII));
        assertThat(words)
                .startsWith("e0")
                .contains(code.toLowerCase(Locale.ROOT))
                .endsWith(label);
    }

    @Test
    void areNotForAClientThatHasLeft() {
        assertThat(words(relaying(V5), CloseReason.CLIENT_CLOSED)).isNull();
    }

    @Test
    void areNotAddedBehindTheBackendsOwn() {
        // given DISCONNECT with the reason Session taken over
        Session session = relaying(V5);
        session.traffic().toClient(Unpooled.wrappedBuffer(new byte[] {(byte) 0xE0, 0x01, (byte) 0x8E}));

        assertThat(words(session, CloseReason.BACKEND_CLOSED)).isNull();
    }

    @Test
    void areNotForAClientThatHasTakenItsLeave() {
        // given DISCONNECT as a client sends it
        Session session = relaying(V5);
        session.traffic().mayPass(Unpooled.wrappedBuffer(new byte[] {(byte) 0xE0, 0x00}));

        assertThat(words(session, CloseReason.BACKEND_CLOSED)).isNull();
    }

    @Test
    void areNotKnownToMqtt3OnceItIsConnected() {
        assertThat(words(relaying(TestClient.connect311("device", null)), CloseReason.DRAIN))
                .isNull();
    }

    @Test
    void areNotPutIntoAPacketThatIsOnItsWay() {
        // given the first half of a PINGRESP
        Session session = relaying(V5);
        session.traffic().toClient(Unpooled.wrappedBuffer(new byte[] {(byte) 0xD0}));

        assertThat(words(session, CloseReason.DRAIN)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"12, e00a8b081f0005", "11, e0028b00", "4, e0028b00", "3, ''"})
    void keepToTheMaximumPacketSize(int limit, String start) {
        // given
        byte[] connect = {
            0x10,
            0x12, // CONNECT, remaining length
            0x00,
            0x04,
            'M',
            'Q',
            'T',
            'T', // protocol name
            0x05, // protocol version
            0x02, // clean start
            0x00,
            0x3C, // keep alive
            0x05, // properties
            0x27,
            0x00,
            0x00,
            0x00,
            (byte) limit, // maximum packet size
            0x00,
            0x00, // client identifier
        };
        ConnectPacket packet = ConnectParser.parse(Unpooled.wrappedBuffer(connect));

        // then DRAIN's label has five letters
        assertThat(words(relaying(packet), CloseReason.DRAIN)).isEqualTo(start + (limit == 12 ? "647261696e" : ""));
    }

    private static Session relaying(ConnectPacket packet) {
        Session session = TestClient.session(new EmbeddedChannel());
        session.connectRead(packet);
        session.answered(0);
        return session;
    }

    private static @Nullable String words(Session session, CloseReason reason) {
        ByteBuf words = LastWords.toClient(session, reason);
        if (words == null) {
            return null;
        }
        String hex = ByteBufUtil.hexDump(words);
        words.release();
        return hex;
    }
}
