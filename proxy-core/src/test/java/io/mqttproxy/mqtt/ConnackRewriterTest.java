package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnackRewriterTest {
    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    @Test
    void putsTheIdentifierInFrontOfTheOtherProperties() {
        assertThat(assign("""
            20                      // CONNACK
            06                      // remaining length
            01                      // session present
            00                      // success
            03                      // properties, 3 bytes
            21 0014                 // receive maximum
            """, "n\u00F6", AnswerLimits.NONE)).isEqualTo(Wire.bytes("""
            20                      // CONNACK
            0C                      // remaining length
            01                      // session present
            00                      // success
            09                      // properties, 9 bytes
            12 0003 'n\u00F6'       // assigned client identifier
            21 0014                 // receive maximum
            """));
    }

    /** Identifier and its lengths around the border of the property length, then of the remaining length. */
    @ParameterizedTest
    @ValueSource(ints = {120, 121, 122, 123, 124, 125, 126, 16_374, 16_375, 16_376, 16_377, 16_378, 16_380, 65_535})
    void fitsBothLengthsAroundTheirBorders(int length) {
        String clientId = "c".repeat(length);

        byte[] packet = Objects.requireNonNull(assign("20 06 00 00 03 21 0014", clientId, AnswerLimits.NONE));

        ReceivedConnack connack = received(packet);
        assertThat(connack.assignedClientId()).isEqualTo(clientId);
        assertThat(packet).endsWith(0x21, 0x00, 0x14);
    }

    @Test
    void writesNothingThatTheClientDoesNotTake() {
        String connack = "20 03 00 00 00";
        assertThat(assign(connack, "abc", new AnswerLimits(11, false))).hasSize(11);
        assertThat(assign(connack, "abc", new AnswerLimits(10, true))).isNull();
    }

    @Test
    void refusesTextThatCannotStandInAPacket() {
        assertThatThrownBy(() -> assign("20 03 00 00 00", "a\nb", AnswerLimits.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clientId: U+000A at index 1 (expected: no control or non-characters)");
    }

    @Test
    void leavesTheOriginalAlone() {
        ByteBuf original = HEAP.buffer().writeByte(0).writeBytes(Wire.bytes("20 03 00 00 00"));
        original.readerIndex(1);
        ReceivedConnack connack = ConnackParser.parse(original, MqttVersion.MQTT_5);

        ByteBuf written = Objects.requireNonNull(ConnackRewriter.assign(HEAP, connack, "a", AnswerLimits.NONE));

        assertThat(ByteBufUtil.getBytes(written)).isEqualTo(Wire.bytes("20 07 00 00 04 12 0001 'a'"));
        assertThat(written.maxCapacity()).isEqualTo(written.readableBytes());
        assertThat(original.readerIndex()).isOne();
        assertThat(original.refCnt()).isOne();
    }

    private static byte @Nullable [] assign(String connack, String clientId, AnswerLimits limits) {
        ByteBuf written = ConnackRewriter.assign(HEAP, received(Wire.bytes(connack)), clientId, limits);
        return written == null ? null : ByteBufUtil.getBytes(written);
    }

    private static ReceivedConnack received(byte[] packet) {
        return ConnackParser.parse(Unpooled.wrappedBuffer(packet), MqttVersion.MQTT_5);
    }
}
