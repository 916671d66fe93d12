package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisconnectTest {
    private final UnpooledByteBufAllocator heap = new UnpooledByteBufAllocator(false);

    @Test
    void saysWhyTheServerLeaves() {
        assertThat(Disconnect.v5(heap, 0x8B, null, AnswerLimits.NONE)).isEqualTo(Wire.buffer("""
            E0    // DISCONNECT
            02    // remaining length
            8B    // server shutting down
            00    // no properties
            """));
    }

    @Test
    void saysThatAClientOfMqtt3Leaves() {
        assertThat(Disconnect.v311(heap)).isEqualTo(Wire.buffer("""
            E0    // DISCONNECT
            00    // remaining length
            """));
    }

    void addsAReasonString() {
        assertThat(Disconnect.v5(heap, 0x82, "abc", AnswerLimits.NONE)).isEqualTo(Wire.buffer("""
            E0              // DISCONNECT
            08              // remaining length
            82              // protocol error
            06              // properties, 6 bytes
            1F 0003 'abc'   // reason string
            """));
    }

    @Test
    void isNeverLargerThanTheClientTakes() {
        assertThat(Disconnect.v5(heap, 0x82, "abc", new AnswerLimits(9, true))).isEqualTo(Wire.buffer("E0 02 82 00"));
        assertThat(Disconnect.v5(heap, 0x82, "abc", new AnswerLimits(3, true)).isReadable())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 0x7F, 0x100})
    void refusesCodesThatNoDisconnectHas(int code) {
        assertThatThrownBy(() -> Disconnect.v5(heap, code, null, AnswerLimits.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reasonCode: " + code + " (expected: 0 or 128 to 255)");
    }
}
