package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectDecoderTest {
    private static final byte[] CONNECT = Wire.bytes("""
        10                // CONNECT
        13                // remaining length 19
        0004 'MQTT'       // protocol name
        05                // protocol version
        02                // flags: clean start
        003C              // keep alive
        03 21 0014        // properties: receive maximum
        0003 'dev'        // client identifier
        """);

    private final EmbeddedChannel channel = new EmbeddedChannel(new ConnectDecoder(64 * 1024));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void firesOneConnectAndLeaves() {
        ByteBuf sent = Unpooled.directBuffer().writeBytes(CONNECT);

        channel.writeInbound(sent);

        ReceivedConnect received = channel.readInbound();
        assertThat(received.packet().clientId()).isEqualTo("dev");
        assertThat(ByteBufUtil.getBytes(received.bytes())).isEqualTo(CONNECT);
        assertThat(channel.pipeline().get(ConnectDecoder.class)).isNull();
        assertThat(received.release()).isTrue();
        assertThat(sent.refCnt()).isZero();
    }

    @Test
    void takesAConnectSplitAnywhereAndHandsOnWhatFollows() {
        byte[] pingreq = Wire.bytes("C0 00");
        byte[] stream = Unpooled.wrappedBuffer(CONNECT, pingreq).copy().array();
        for (int split = 0; split <= stream.length; split++) {
            EmbeddedChannel split2 = new EmbeddedChannel(new ConnectDecoder(1024));
            split2.writeInbound(copy(stream, 0, split), copy(stream, split, stream.length));

            ReceivedConnect received = split2.readInbound();
            assertThat(ByteBufUtil.getBytes(received.bytes()))
                    .as("split at %d", split)
                    .isEqualTo(CONNECT);
            assertThat(rest(split2)).as("split at %d", split).isEqualTo(pingreq);
            received.release();
            assertThat(split2.finish()).isFalse();
        }
    }

    @Test
    void takesTheLargestConnectOneByteAtATime() {
        byte[] connect = Wire.connect("0004 'MQTT' 04 82 003C 0001 'c' EFF0 'u'*61424");
        EmbeddedChannel slow = new EmbeddedChannel(new ConnectDecoder(connect.length));

        for (int i = 0; i < connect.length; i++) {
            assertThat(slow.inboundMessages()).isEmpty();
            slow.writeInbound(copy(connect, i, i + 1));
        }

        ReceivedConnect received = slow.readInbound();
        assertThat(received.packet().username()).hasSize(61_424);
        assertThat(received.release()).isTrue();
    }

    @Test
    void keepsAPacketThatCameBehindTheConnectInTheSameRead() {
        byte[] publish = Wire.bytes("30 04 0001 't' 00");

        channel.writeInbound(Unpooled.directBuffer().writeBytes(CONNECT).writeBytes(publish));

        ReceivedConnect received = channel.readInbound();
        ByteBuf behind = channel.readInbound();
        assertThat(ByteBufUtil.getBytes(behind)).isEqualTo(publish);
        behind.release();
        assertThat(received.refCnt()).isOne();
        assertThat(ByteBufUtil.getBytes(received.bytes())).isEqualTo(CONNECT);
        assertThat(received.release()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "16, NOT_MQTT", // TLS handshake
        "80, NOT_MQTT", // SSL 2
        "47, NOT_MQTT", // G of GET
        "50, NOT_MQTT", // P of POST and of PROXY
        "0D, NOT_MQTT", // PROXY protocol version 2
        "00, NOT_MQTT",
        "36, NOT_MQTT", // PUBLISH with the reserved QoS 3
        "30, PROTOCOL_ERROR", // PUBLISH
        "3D, PROTOCOL_ERROR", // PUBLISH, QoS 2, DUP, RETAIN
        "82, PROTOCOL_ERROR", // SUBSCRIBE
        "C0, PROTOCOL_ERROR", // PINGREQ
        "E0, PROTOCOL_ERROR", // DISCONNECT
        "F0, PROTOCOL_ERROR" // AUTH
    })
    void refusesAnotherFirstByteOnThatByte(String hex, RefusalReason reason) {
        MalformedPacketException refusal = refused(channel, Wire.buffer(hex));
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.version()).isNull();
    }

    @Test
    void refuses256MebibytesDeclaredWithOneByteSent() {
        ByteBuf sent = Unpooled.directBuffer().writeBytes(Wire.bytes("10 FFFFFF7F 00"));

        MalformedPacketException refusal = refused(channel, sent);

        assertThat(refusal.reason()).isEqualTo(RefusalReason.PACKET_TOO_LARGE);
        assertThat(refusal.version()).isNull();
        assertThat(refusal).hasMessage("packet: 268435460 bytes (expected: at most 65536)");
        assertThat(sent.refCnt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "0004 'MQTT' 05, MQTT_5",
                "0004 'MQTT' 04 02, MQTT_3_1_1",
                "0006 'MQIsdp' 03, MQTT_3_1",
                "0004 'MQTT' 09, MQTT_5",
                "0004 'MQTT',",
                "0004,",
                "FFFF 'MQTT' 05,"
            })
    void answersATooLargePacketInItsVersionWhenTheSameReadBroughtIt(String begin, @Nullable MqttVersion version) {
        MalformedPacketException refusal = refused(channel, Wire.buffer("10 808004" + begin));
        assertThat(refusal.reason()).isEqualTo(RefusalReason.PACKET_TOO_LARGE);
        assertThat(refusal.version()).isEqualTo(version);
    }

    @Test
    void takesAPacketOfExactlyTheLimitAndNoneAboveIt() {
        EmbeddedChannel exact = new EmbeddedChannel(new ConnectDecoder(CONNECT.length));
        EmbeddedChannel less = new EmbeddedChannel(new ConnectDecoder(CONNECT.length - 1));

        exact.writeInbound(Unpooled.copiedBuffer(CONNECT));
        MalformedPacketException refusal = refused(less, Unpooled.copiedBuffer(CONNECT));

        ReceivedConnect received = exact.readInbound();
        assertThat(received.release()).isTrue();
        assertThat(refusal.reason()).isEqualTo(RefusalReason.PACKET_TOO_LARGE);
        assertThat(refusal.version()).isEqualTo(MqttVersion.MQTT_5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10 80808080", "10 8000"})
    void refusesARemainingLengthThatIsNone(String hex) {
        MalformedPacketException refusal = refused(channel, Wire.buffer(hex));
        assertThat(refusal.reason()).isEqualTo(RefusalReason.MALFORMED_PACKET);
        assertThat(refusal.version()).isNull();
    }

    @Test
    void waitsForTheRestOfARemainingLength() {
        channel.writeInbound(Wire.buffer("10"), Wire.buffer("FF"), Wire.buffer("FF"), Wire.buffer("FF"));
        assertThat(channel.inboundMessages()).isEmpty();
        assertThat(refused(channel, Wire.buffer("7F")).reason()).isEqualTo(RefusalReason.PACKET_TOO_LARGE);
    }

    @Test
    void dropsWhateverComesAfterARefusalWithoutASecondException() {
        ByteBuf malformed = Unpooled.directBuffer().writeBytes(Wire.connect("0004 'MQTT' 04 03 0000 0001 'c'"));
        ByteBuf more = Unpooled.directBuffer().writeBytes(CONNECT);

        MalformedPacketException refusal = refused(channel, malformed);
        channel.writeInbound(more);

        assertThat(refusal.version()).isEqualTo(MqttVersion.MQTT_3_1_1);
        assertThat(channel.inboundMessages()).isEmpty();
        assertThat(malformed.refCnt()).isZero();
        assertThat(more.refCnt()).isZero();
    }

    @Test
    void releasesAnUnfinishedConnectWhenTheClientGoes() {
        ByteBuf half = Unpooled.directBuffer().writeBytes(CONNECT, 0, 7);
        channel.writeInbound(half);
        assertThat(channel.finish()).isFalse();
        assertThat(half.refCnt()).isZero();
    }

    @Test
    void refusesALimitThatLetsNothingIn() {
        assertThatThrownBy(() -> new ConnectDecoder(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxPacketSize: 0 (expected: 1 or more bytes)");
    }

    private static MalformedPacketException refused(EmbeddedChannel channel, ByteBuf sent) {
        MalformedPacketException refusal =
                catchThrowableOfType(MalformedPacketException.class, () -> channel.writeInbound(sent));
        assertThat(refusal).isNotNull();
        assertThat(channel.inboundMessages()).isEmpty();
        return refusal;
    }

    private static byte[] rest(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
            all.writeBytes(next);
            next.release();
        }
        return ByteBufUtil.getBytes(all);
    }

    private static ByteBuf copy(byte[] bytes, int from, int to) {
        return Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, from, to));
    }
}
