package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectParserTest {
    @Test
    void readsMqtt31() {
        ConnectPacket packet = parse("""
            10                // CONNECT
            19                // remaining length 25
            0006 'MQIsdp'     // protocol name
            03                // protocol version
            C2                // flags: user name, password, clean session
            001E              // keep alive 30 s
            0003 'dev'        // client identifier
            0003 'bob'        // user name
            0001 'p'          // password
            """);

        assertThat(packet.version()).isEqualTo(MqttVersion.MQTT_3_1);
        assertThat(packet.bridge()).isFalse();
        assertThat(packet.keepAlive()).isEqualTo(30);
        assertThat(packet.cleanStart()).isTrue();
        assertThat(packet.clientId()).isEqualTo("dev");
        assertThat(packet.username()).isEqualTo("bob");
        assertThat(packet.hasPassword()).isTrue();
        assertThat(packet.hasWill()).isFalse();
        assertThat(packet.maximumPacketSize()).isZero();
        assertThat(packet.enhancedAuthentication()).isFalse();
        assertThat(packet.length()).isEqualTo(27);
    }

    @Test
    void knowsHowLongItsFieldsAre() {
        ConnectPacket full =
                parse("10 21 0004 'MQTT' 05 C6 003C 00 0003 'dev' 00 0001 't' 0004 'will' 0002 '\u00FC' 0001 'p'");
        ConnectPacket bare = parse("10 0D 0004 'MQTT' 05 02 003C 00 0000");

        assertThat(full.clientIdSize()).isEqualTo(3);
        assertThat(full.willPayloadSize()).isEqualTo(4);
        assertThat(full.usernameSize()).isEqualTo(2);
        assertThat(full.passwordSize()).isOne();
        assertThat(bare.clientIdSize()).isZero();
        assertThat(bare.willPayloadSize()).isZero();
        assertThat(bare.usernameSize()).isZero();
        assertThat(bare.passwordSize()).isZero();
    }

    @Test
    void knowsWhatTheClientLetsAServerSay() {
        ConnectPacket shy = parse("10 14 0004 'MQTT' 05 02 003C 07 17 00 27 00000064 0000");

        assertThat(shy.answerLimits()).isEqualTo(new AnswerLimits(100, false));
        assertThat(parse("10 0D 0004 'MQTT' 05 02 003C 00 0000").answerLimits()).isEqualTo(AnswerLimits.NONE);
        assertThat(parse("10 0C 0004 'MQTT' 04 02 003C 0000").answerLimits()).isEqualTo(AnswerLimits.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10 15 0004 'MQTT' 05 02 003C 07 17 00 27 00000064 0000 00", // one byte left over
                "10 14 0004 'MQTT' 05 02 003C 07 17 00 27 00000064 0001", // no client identifier
            })
    void remembersItWhenThePacketBreaksLater(String wire) {
        MalformedPacketException broken = catchThrowableOfType(MalformedPacketException.class, () -> parse(wire));

        assertThat(broken.answerLimits()).isEqualTo(new AnswerLimits(100, false));
    }

    @Test
    void knowsNothingOfItWhenThePropertiesThemselvesAreBroken() {
        MalformedPacketException broken = catchThrowableOfType(
                MalformedPacketException.class, () -> parse("10 14 0004 'MQTT' 05 02 003C 07 27 00000064 17 02 0000"));

        assertThat(broken.answerLimits()).isEqualTo(AnswerLimits.UNKNOWN);
    }

    @Test
    void readsMqtt311WithAWill() {
        ConnectPacket packet = parse("""
            10                // CONNECT
            18                // remaining length 24
            0004 'MQTT'       // protocol name
            04                // protocol version
            2C                // flags: will retain, will QoS 1, will
            FFFF              // keep alive 65535 s
            0001 'c'          // client identifier
            0003 'a/b'        // will topic
            0004 '+#' 0000    // will payload: any bytes
            """);

        assertThat(packet.version()).isEqualTo(MqttVersion.MQTT_3_1_1);
        assertThat(packet.keepAlive()).isEqualTo(65535);
        assertThat(packet.cleanStart()).isFalse();
        assertThat(packet.clientId()).isEqualTo("c");
        assertThat(packet.username()).isNull();
        assertThat(packet.hasPassword()).isFalse();
        assertThat(packet.hasWill()).isTrue();
    }

    @Test
    void readsMqtt5WithEveryProperty() {
        ConnectPacket packet = parse("""
            10                      // CONNECT
            68                      // remaining length 104
            0004 'MQTT'             // protocol name
            05                      // protocol version
            C6                      // flags: user name, password, will, clean start
            003C                    // keep alive 60 s
            2F                      // properties, 47 bytes
            11 00000E10             // session expiry interval
            15 0005 'SCRAM'         // authentication method
            16 0002 00FF            // authentication data
            17 01                   // request problem information
            19 00                   // request response information
            21 0001                 // receive maximum
            22 0000                 // topic alias maximum
            26 0001 'a' 0001 'b'    // user property
            26 0001 'a' 0001 'b'    // user property, the same again
            27 00001000             // maximum packet size
            0000                    // client identifier
            22                      // will properties, 34 bytes
            18 00000001             // will delay interval
            01 01                   // payload format indicator
            02 00000002             // message expiry interval
            03 0001 't'             // content type
            08 0001 'r'             // response topic
            09 0001 00              // correlation data
            26 0000 0000            // user property
            26 0000 0000            // user property
            0001 't'                // will topic
            0000                    // will payload
            0000                    // user name
            0000                    // password
            """);

        assertThat(packet.version()).isEqualTo(MqttVersion.MQTT_5);
        assertThat(packet.clientId()).isEmpty();
        assertThat(packet.username()).isEmpty();
        assertThat(packet.hasPassword()).isTrue();
        assertThat(packet.hasWill()).isTrue();
        assertThat(packet.maximumPacketSize()).isEqualTo(4096);
        assertThat(packet.enhancedAuthentication()).isTrue();
    }

    @Test
    void readsAPasswordWithoutUserNameInMqtt5() {
        ConnectPacket packet = parse(Wire.connect("0004 'MQTT' 05 42 0000 00 0001 'c' 0002 'pw'"));
        assertThat(packet.username()).isNull();
        assertThat(packet.hasPassword()).isTrue();
    }

    @Test
    void readsTheLargestMaximumPacketSizeAsTheLargestInt() {
        ConnectPacket packet = parse(Wire.connect("0004 'MQTT' 05 02 0000 05 27 FFFFFFFF 0001 'c'"));
        assertThat(packet.maximumPacketSize()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void readsTheBridgeLevelsOfMosquitto() {
        ConnectPacket mqtt31 = parse(Wire.connect("0006 'MQIsdp' 83 02 003C 0001 'b'"));
        ConnectPacket mqtt311 = parse(Wire.connect("0004 'MQTT' 84 02 003C 0001 'b'"));

        assertThat(mqtt31.version()).isEqualTo(MqttVersion.MQTT_3_1);
        assertThat(mqtt31.bridge()).isTrue();
        assertThat(mqtt311.version()).isEqualTo(MqttVersion.MQTT_3_1_1);
        assertThat(mqtt311.bridge()).isTrue();
    }

    @Test
    void readsAnEmptyClientIdWithACleanSessionOfMqtt311() {
        assertThat(parse(Wire.connect("0004 'MQTT' 04 02 0000 0000")).clientId())
                .isEmpty();
    }

    @Test
    void passesClientIdsLongerThanMqtt31AllowsToTheBroker() {
        ConnectPacket packet = parse(Wire.connect("0006 'MQIsdp' 03 02 0000 0018 'x'*24"));
        assertThat(packet.clientId()).hasSize(24);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x11, 0x12, 0x1A, 0x1D})
    void disregardsTheFixedHeaderFlagsOfMqtt31(int firstByte) {
        byte[] packet = Wire.packet(firstByte, "0006 'MQIsdp' 03 02 0000 0001 'c'");
        assertThat(parse(packet).clientId()).isEqualTo("c");
    }

    @Test
    void disregardsWhatMqtt31DoesNotUseInItsFlags() {
        ConnectPacket packet = parse(Wire.connect("""
            0006 'MQIsdp' 03
            3B            // flags: will retain, will QoS 3, no will, clean session, reserved bit
            0000 0001 'c'
            """));
        assertThat(packet.hasWill()).isFalse();
        assertThat(packet.flags().bits()).isEqualTo(0x02);
    }

    @Test
    void takesAMissingUserNameOfMqtt31ForNone() {
        ConnectPacket packet = parse(Wire.connect("0006 'MQIsdp' 03 C2 0000 0001 'c'"));
        assertThat(packet.username()).isNull();
        assertThat(packet.hasPassword()).isFalse();
    }

    @Test
    void takesAMissingPasswordOfMqtt31ForNone() {
        ConnectPacket packet = parse(Wire.connect("0006 'MQIsdp' 03 C2 0000 0001 'c' 0001 'u'"));
        assertThat(packet.username()).isEqualTo("u");
        assertThat(packet.hasPassword()).isFalse();
    }

    @Test
    void keepsAByteOrderMarkAsSection154Demands() {
        assertThat(parse(Wire.connect("0004 'MQTT' 04 02 0000 0004 EFBBBF 'c'")).clientId())
                .isEqualTo("\uFEFFc");
    }

    @Test
    void leavesTheIndicesAndTheBytesAroundThePacketAlone() {
        byte[] packet = Wire.connect("0004 'MQTT' 04 02 0000 0003 'dev'");
        ByteBuf bytes = Unpooled.directBuffer().writeZero(5).writeBytes(packet);
        bytes.readerIndex(5);
        try {
            ConnectPacket parsed = ConnectParser.parse(bytes);

            assertThat(parsed.clientId()).isEqualTo("dev");
            assertThat(parsed.length()).isEqualTo(packet.length);
            assertThat(bytes.readerIndex()).isEqualTo(5);
            assertThat(bytes.readableBytes()).isEqualTo(packet.length);
            assertThat(bytes.refCnt()).isOne();
        } finally {
            bytes.release();
        }
    }

    @Test
    void printsNoPassword() {
        String text = parse(Wire.connect("0004 'MQTT' 04 C2 0000 0001 'c' 0001 'u' 0006 'secret'"))
                .toString();
        assertThat(text).contains("clientId=c").doesNotContain("secret");
    }

    private static ConnectPacket parse(String wire) {
        return parse(Wire.bytes(wire));
    }

    private static ConnectPacket parse(byte[] packet) {
        return ConnectParser.parse(Unpooled.wrappedBuffer(packet));
    }
}
