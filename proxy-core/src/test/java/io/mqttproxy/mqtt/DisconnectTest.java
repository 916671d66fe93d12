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
        assertThat(Disconnect.v5(heap, 0x8B)).isEqualTo(Wire.buffer("""
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

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 0x7F, 0x100})
    void refusesCodesThatNoDisconnectHas(int code) {
        assertThatThrownBy(() -> Disconnect.v5(heap, code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reasonCode: " + code + " (expected: 0 or 128 to 255)");
    }
}
