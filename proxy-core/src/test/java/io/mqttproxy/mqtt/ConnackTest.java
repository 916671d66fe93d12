package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnackTest {
    @ParameterizedTest
    @EnumSource(names = {"MQTT_3_1", "MQTT_3_1_1"})
    void refusesInTheFormOfMqtt3(MqttVersion version) {
        assertThat(refusal(version, RefusalReason.SERVER_UNAVAILABLE, "no place for it", 0))
                .isEqualTo(Wire.buffer("""
                    20    // CONNACK
                    02    // remaining length
                    00    // no session
                    03    // server unavailable
                    """));
    }

    @Test
    void refusesInTheFormOfMqtt5() {
        assertThat(refusal(MqttVersion.MQTT_5, RefusalReason.SERVER_UNAVAILABLE, null, 0))
                .isEqualTo(Wire.buffer("""
                    20    // CONNACK
                    03    // remaining length
                    00    // no session
                    88    // server unavailable
                    00    // no properties
                    """));
    }

    @Test
    void refusesAnUnknownVersionInTheFormThatTheExceptionNames() {
        assertThat(refusal(MqttVersion.MQTT_5, RefusalReason.UNSUPPORTED_VERSION, null, 0))
                .isEqualTo(Wire.buffer("20 03 00 84 00"));
        assertThat(refusal(MqttVersion.MQTT_3_1_1, RefusalReason.UNSUPPORTED_VERSION, null, 0))
                .isEqualTo(Wire.buffer("20 02 00 01"));
    }

    @Test
    void addsAReasonStringInMqtt5() {
        assertThat(refusal(MqttVersion.MQTT_5, RefusalReason.NOT_AUTHORIZED, "nö", 0))
                .isEqualTo(Wire.buffer("""
                    20                // CONNACK
                    09                // remaining length
                    00                // no session
                    87                // not authorized
                    06                // properties, 6 bytes
                    1F 0003 'nö'      // reason string
                    """));
    }

    @Test
    void writesLongLengthsForALongReasonString() {
        ByteBuf connack = refusal(MqttVersion.MQTT_5, RefusalReason.SERVER_BUSY, "x".repeat(125), 0);
        assertThat(connack).isEqualTo(Wire.buffer("20 8401 00 89 8001 1F 007D 'x'*125"));
    }

    @Test
    void leavesTheReasonStringOutWhenTheClientTakesNoPacketOfThatSize() {
        assertThat(refusal(MqttVersion.MQTT_5, RefusalReason.SERVER_BUSY, "abc", 11)
                        .readableBytes())
                .isEqualTo(11);
        assertThat(refusal(MqttVersion.MQTT_5, RefusalReason.SERVER_BUSY, "abc", 10))
                .isEqualTo(Wire.buffer("20 03 00 89 00"));
    }

    @Test
    void leavesAReasonStringOutThatCannotBeSent() {
        ByteBuf plain = Wire.buffer("20 03 00 89 00");
        assertThat(refusal(MqttVersion.MQTT_5, RefusalReason.SERVER_BUSY, "a\nb", 0))
                .isEqualTo(plain);
        assertThat(refusal(MqttVersion.MQTT_5, RefusalReason.SERVER_BUSY, "x".repeat(65_536), 0))
                .isEqualTo(plain);
    }

    @Test
    void leavesTheReasonStringOutWhenTheClientDoesNotWantIt() {
        UnpooledByteBufAllocator heap = new UnpooledByteBufAllocator(false);
        assertThat(Connack.refusal(
                        heap, MqttVersion.MQTT_5, RefusalReason.SERVER_BUSY, "abc", new AnswerLimits(0, false)))
                .isEqualTo(Wire.buffer("20 03 00 89 00"));
    }

    @Test
    void staysSilentWhenTheClientTakesNoConnackAtAll() {
        assertThat(refusal(MqttVersion.MQTT_5, RefusalReason.SERVER_BUSY, null, 5)
                        .readableBytes())
                .isEqualTo(5);
        assertThat(refusal(MqttVersion.MQTT_5, RefusalReason.SERVER_BUSY, null, 4)
                        .isReadable())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"PACKET_TOO_LARGE", "MALFORMED_PACKET", "PROTOCOL_ERROR", "NOT_MQTT"})
    void staysSilentInMqtt3WhereItHasNoCode(RefusalReason reason) {
        assertThat(refusal(MqttVersion.MQTT_3_1_1, reason, null, 0).isReadable())
                .isFalse();
    }

    private static ByteBuf refusal(
            MqttVersion version, RefusalReason reason, @Nullable String reasonString, int maximumPacketSize) {
        UnpooledByteBufAllocator heap = new UnpooledByteBufAllocator(false);
        return Connack.refusal(heap, version, reason, reasonString, new AnswerLimits(maximumPacketSize, true));
    }
}
