package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

class ConnackDecoderFuzzTest {
    /** Any bytes are AUTH packets, a CONNACK and a rest, or a MalformedPacketException, and the same however they arrive. */
    @FuzzTest
    void readsOrRefuses(byte[] data) {
        for (MqttVersion version : MqttVersion.values()) {
            List<String> atOnce = outcome(version, data, Math.max(1, data.length));
            List<String> byteByByte = outcome(version, data, 1);
            assertThat(byteByByte).isEqualTo(atOnce);
        }
    }

    /** Into every CONNACK that a client of MQTT 5 may get from a backend; all that it said is still there. */
    private static void assignAnIdentifier(ReceivedConnack connack, MqttVersion version) {
        if (version != MqttVersion.MQTT_5 || !connack.accepted() || connack.assignedClientId() != null) {
            return;
        }
        ByteBuf assigned = Objects.requireNonNull(
                ConnackRewriter.assign(UnpooledByteBufAllocator.DEFAULT, connack, "given", AnswerLimits.NONE));
        ReceivedConnack read = ConnackParser.parse(assigned, version);
        assertThat(read.assignedClientId()).isEqualTo("given");
        assertThat(read.sessionPresent()).isEqualTo(connack.sessionPresent());
        assertThat(read.serverKeepAlive()).isEqualTo(connack.serverKeepAlive());
        assertThat(assigned.release()).isTrue();
    }

    /** The packets and the refusal; what came behind the CONNACK, whose split is its sender's, is joined. */
    private static List<String> outcome(MqttVersion version, byte[] data, int step) {
        EmbeddedChannel channel = new EmbeddedChannel(new ConnackDecoder(version));
        List<String> outcome = new ArrayList<>();
        StringBuilder behind = new StringBuilder();
        try {
            for (int i = 0; i < data.length; i += step) {
                channel.writeInbound(Unpooled.copiedBuffer(data, i, Math.min(step, data.length - i)));
            }
        } catch (MalformedPacketException e) {
            outcome.add(e.reason().label());
        }
        boolean connected = false;
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
            if (next instanceof ReceivedConnack connack) {
                outcome.add(connack.code() + " " + ByteBufUtil.hexDump(connack.bytes()));
                assignAnIdentifier(connack, version);
                connected = true;
                connack.release();
            } else if (next instanceof ByteBuf bytes) {
                String hex = ByteBufUtil.hexDump(bytes);
                if (connected) {
                    behind.append(hex);
                } else {
                    assertThat(hex).startsWith("f0");
                    outcome.add(hex);
                }
                bytes.release();
            }
        }
        assertThat(channel.finish()).isFalse();
        outcome.add(behind.toString());
        return outcome;
    }
}
