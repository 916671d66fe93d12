package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConnackDecoderTest {
    private static final byte[] AUTH = Wire.bytes("""
        F0                      // AUTH
        0C                      // remaining length
        18                      // continue authentication
        0A                      // properties, 10 bytes
        15 0002 'X1'            // authentication method
        16 0002 00FF            // authentication data
        """);

    private static final byte[] CONNACK = Wire.bytes("""
        20                      // CONNACK
        41                      // remaining length 65
        01                      // session present
        00                      // success
        3E                      // properties, 62 bytes
        11 00000E10             // session expiry interval
        21 0014                 // receive maximum
        24 01                   // maximum QoS
        25 01                   // retain available
        27 00010000             // maximum packet size
        12 0004 'id-1'          // assigned client identifier
        22 000A                 // topic alias maximum
        1F 0003 'a' 0A 'b'      // reason string: a line feed is the client's to judge
        26 0001 'k' 0001 'v'    // user property
        26 0001 'k' 0001 'v'    // user property
        28 01                   // wildcard subscription available
        29 01                   // subscription identifiers available
        2A 01                   // shared subscription available
        13 001E                 // server keep alive 30 s
        1A 0000                 // response information
        1C 0000                 // server reference
        """);

    @ParameterizedTest
    @EnumSource(names = {"MQTT_3_1", "MQTT_3_1_1"})
    void firesTheConnackOfMqtt3AndLeaves(MqttVersion version) {
        EmbeddedChannel channel = channel(version);

        channel.writeInbound(Wire.buffer("20 02 00 05 D0 00"));

        ReceivedConnack connack = channel.readInbound();
        assertThat(connack.code()).isEqualTo(5);
        assertThat(connack.accepted()).isFalse();
        assertThat(connack.sessionPresent()).isFalse();
        assertThat(connack.serverKeepAlive()).isEqualTo(-1);
        assertThat(connack.assignedClientId()).isNull();
        assertThat(connack.bytes()).isEqualTo(Wire.buffer("20 02 00 05"));
        assertThat(ByteBufUtil.getBytes((ByteBuf) channel.readInbound())).isEqualTo(Wire.bytes("D0 00"));
        assertThat(channel.pipeline().get(ConnackDecoder.class)).isNull();
    }

    @Test
    void passesAuthPacketsOnAndReadsTheConnackBehindThemWhereverTheyAreSplit() {
        byte[] stream = Unpooled.wrappedBuffer(AUTH, AUTH, CONNACK, Wire.bytes("D0"))
                .copy()
                .array();
        for (int split = 0; split < stream.length; split++) {
            EmbeddedChannel channel = channel(MqttVersion.MQTT_5);
            ByteBuf first = Unpooled.directBuffer().writeBytes(stream, 0, split);
            ByteBuf second = Unpooled.directBuffer().writeBytes(stream, split, stream.length - split);

            channel.writeInbound(first, second);

            for (int i = 0; i < 2; i++) {
                ByteBuf auth = channel.readInbound();
                assertThat(ByteBufUtil.getBytes(auth)).isEqualTo(AUTH);
                auth.release();
            }
            ReceivedConnack connack = channel.readInbound();
            assertThat(ByteBufUtil.getBytes(connack.bytes())).isEqualTo(CONNACK);
            assertThat(connack.accepted()).isTrue();
            assertThat(connack.sessionPresent()).isTrue();
            assertThat(connack.serverKeepAlive()).isEqualTo(30);
            assertThat(connack.assignedClientId()).isEqualTo("id-1");
            connack.release();
            ByteBuf behind = channel.readInbound();
            assertThat(behind.readByte()).isEqualTo((byte) 0xD0);
            behind.release();
            assertThat(channel.finish()).isFalse();
            assertThat(first.refCnt()).isZero();
            assertThat(second.refCnt()).isZero();
        }
    }

    @Test
    void readsTheSameOneByteAtATime() {
        EmbeddedChannel channel = channel(MqttVersion.MQTT_5);
        for (int i = 0; i < CONNACK.length; i++) {
            assertThat(channel.inboundMessages()).isEmpty();
            channel.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOfRange(CONNACK, i, i + 1)));
        }
        ReceivedConnack connack = channel.readInbound();
        assertThat(connack.serverKeepAlive()).isEqualTo(30);
        assertThat(connack.release()).isTrue();
    }

    @Test
    void takesTheAnswerOfABrokerThatKnowsNoMqtt5() {
        EmbeddedChannel channel = channel(MqttVersion.MQTT_5);
        channel.writeInbound(Wire.buffer("20 02 00 01"));
        ReceivedConnack connack = channel.readInbound();
        assertThat(connack.code()).isOne();
    }

    @Test
    void disregardsTheFirstByteOfMqtt31() {
        EmbeddedChannel channel = channel(MqttVersion.MQTT_3_1);
        channel.writeInbound(Wire.buffer("20 02 FF 00"));
        ReceivedConnack connack = channel.readInbound();
        assertThat(connack.accepted()).isTrue();
        assertThat(connack.sessionPresent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "MQTT_3_1_1, 30, PROTOCOL_ERROR", // PUBLISH
        "MQTT_3_1_1, F0, PROTOCOL_ERROR", // AUTH, unknown to MQTT 3
        "MQTT_5, E0, PROTOCOL_ERROR", // DISCONNECT
        "MQTT_5, F1, PROTOCOL_ERROR", // AUTH with a flag
        "MQTT_5, 21, PROTOCOL_ERROR", // CONNACK with a flag
        "MQTT_5, 48, PROTOCOL_ERROR", // H of HTTP
        "MQTT_3_1_1, 20 00, MALFORMED_PACKET",
        "MQTT_3_1_1, 20 01 00, MALFORMED_PACKET",
        "MQTT_3_1_1, 20 03, PACKET_TOO_LARGE",
        "MQTT_3_1_1, 20 02 02 00, MALFORMED_PACKET", // a reserved flag
        "MQTT_5, 20 03 80 00 00, MALFORMED_PACKET",
        "MQTT_5, 20 80808080, MALFORMED_PACKET",
        "MQTT_5, 20 8000, MALFORMED_PACKET",
        "MQTT_5, 20 FDFF03, PACKET_TOO_LARGE", // 65537 bytes in all
        "MQTT_5, F0 FFFFFF7F, PACKET_TOO_LARGE",
        "MQTT_5, 20 02 00 00, MALFORMED_PACKET", // no property length
        "MQTT_5, 20 03 00 00 01, MALFORMED_PACKET", // properties past the end
        "MQTT_5, 20 04 00 00 00 00, MALFORMED_PACKET", // a byte left over
        "MQTT_5, 20 05 00 00 02 1901, MALFORMED_PACKET", // a property of CONNECT
        "MQTT_5, 20 06 00 00 03 1A0001, MALFORMED_PACKET", // text past the end
        "MQTT_5, 20 09 00 00 06 130001130001, PROTOCOL_ERROR", // server keep alive twice
        "MQTT_5, 20 07 00 00 04 12000100, MALFORMED_PACKET" // U+0000 in the assigned identifier
    })
    void refusesEverythingElse(MqttVersion version, String wire, RefusalReason reason) {
        EmbeddedChannel channel = channel(version);
        ByteBuf sent = Unpooled.directBuffer().writeBytes(Wire.bytes(wire));

        MalformedPacketException refusal =
                catchThrowableOfType(MalformedPacketException.class, () -> channel.writeInbound(sent));

        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.version()).isEqualTo(version);
        channel.writeInbound(Wire.buffer("20 02 00 00"));
        assertThat(channel.finish()).isFalse();
        assertThat(sent.refCnt()).isZero();
    }

    @Test
    void passesThePacketsOfExactlyTheLimit() {
        EmbeddedChannel channel = channel(MqttVersion.MQTT_5);
        byte[] auth = Wire.bytes("F0 FCFF03 18*65532");
        assertThat(auth).hasSize(ConnackDecoder.MAX_PACKET_SIZE);
        channel.writeInbound(Unpooled.wrappedBuffer(auth));
        ByteBuf passed = channel.readInbound();
        assertThat(passed.readableBytes()).isEqualTo(auth.length);
    }

    private static EmbeddedChannel channel(MqttVersion version) {
        return new EmbeddedChannel(new ConnackDecoder(version));
    }
}
