package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;
import org.junit.jupiter.api.Test;

class MalformedPacketExceptionTest {
    private final MalformedPacketException exception =
            new MalformedPacketException(RefusalReason.PROTOCOL_ERROR, MqttVersion.MQTT_5, "text");

    @Test
    void hasNoStackTrace() {
        assertThat(exception.getStackTrace()).isEmpty();
    }

    @Test
    void passesThroughNettyUnwrapped() {
        assertThat(exception).isInstanceOf(DecoderException.class).hasMessage("text");
    }
}
