package io.mqttproxy.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import org.junit.jupiter.api.Test;

class ConnectTest {
    private final UnpooledByteBufAllocator heap = new UnpooledByteBufAllocator(false);

    @Test
    void introducesAClientWithoutAnAccount() {
        assertThat(Connect.v311(heap, "probe", null, null)).isEqualTo(Wire.buffer("""
            10              // CONNECT
            11              // remaining length
            00 04 4D 51 54 54 // protocol name
            04              // MQTT 3.1.1
            02              // clean session
            00 3C           // keep alive, 60 s
            00 05 70 72 6F 62 65 // client identifier
            """));
    }

    @Test
    void writesAnAccountThatAnotherReaderUnderstands() {
        // given more than 127 bytes, so that the remaining length has two
        String name = "ü".repeat(60);

        // when
        ByteBuf packet = Connect.v311(heap, "probe", name, "secret".getBytes(UTF_8));
        EmbeddedChannel channel = new EmbeddedChannel(new MqttDecoder());
        channel.writeInbound(packet);
        MqttConnectMessage read = channel.readInbound();

        // then
        assertThat(read.payload().clientIdentifier()).isEqualTo("probe");
        assertThat(read.payload().userName()).isEqualTo(name);
        assertThat(read.payload().passwordInBytes()).isEqualTo("secret".getBytes(UTF_8));
        assertThat(read.variableHeader().isCleanSession()).isTrue();
        assertThat(read.variableHeader().isWillFlag()).isFalse();
        channel.finishAndReleaseAll();
    }

    @Test
    void refusesAPasswordWithoutAUserName() {
        assertThatThrownBy(() -> Connect.v311(heap, "probe", null, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("password: without a user name (expected: both, or no password)");
    }

    @Test
    void refusesWhatDoesNotFitAndShowsNothingOfIt() {
        assertThatThrownBy(() -> Connect.v311(heap, "probe", "u", new byte[65_536]))
                .hasMessage("password: 65536 bytes (expected: at most 65535)");
        assertThatThrownBy(() -> Connect.v311(heap, "pro\0be", null, null))
                .hasMessageStartingWith("client identifier: U+0000 at index 3");
    }
}
