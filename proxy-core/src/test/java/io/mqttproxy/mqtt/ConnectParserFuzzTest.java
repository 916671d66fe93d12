package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;

class ConnectParserFuzzTest {
    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    private static final ConnectChanges CHANGES = new ConnectChanges(
            "other client",
            "other user",
            "secret".getBytes(StandardCharsets.UTF_8),
            List.of(new UserProperty("x-cn", "device")),
            ReservedNames.of(List.of("x-cn", "a", "")),
            true);

    /** Any bytes are a packet or a MalformedPacketException; a packet can be rewritten, and then says what was asked for. */
    @FuzzTest
    void parsesOrRefuses(byte[] data) {
        ByteBuf bytes = Unpooled.wrappedBuffer(data);
        ConnectPacket packet;
        try {
            packet = ConnectParser.parse(bytes);
        } catch (MalformedPacketException e) {
            assertThat(e.reason()).isNotNull();
            return;
        }
        ReceivedConnect received = new ReceivedConnect(packet, bytes);
        assertThat(packet.length()).isEqualTo(data.length);
        assertThat(ConnectRewriter.needed(received, ConnectChanges.NONE)).isFalse();

        ReceivedConnect rewritten = rewrite(received, CHANGES);

        ConnectPacket changed = rewritten.packet();
        assertThat(changed.clientId()).isEqualTo("other client");
        assertThat(changed.username()).isEqualTo("other user");
        assertThat(changed.hasPassword()).isTrue();
        assertThat(changed.bridge()).isFalse();
        assertThat(changed.version()).isEqualTo(packet.version());
        assertThat(changed.keepAlive()).isEqualTo(packet.keepAlive());
        assertThat(changed.cleanStart()).isEqualTo(packet.cleanStart());
        assertThat(changed.hasWill()).isEqualTo(packet.hasWill());
        assertThat(changed.maximumPacketSize()).isEqualTo(packet.maximumPacketSize());
        assertThat(changed.enhancedAuthentication()).isEqualTo(packet.enhancedAuthentication());
        assertThat(changed.userProperties()).isLessThanOrEqualTo(packet.userProperties() + 1);
        assertThat(rewrite(rewritten, ConnectChanges.NONE).bytes()).isEqualTo(rewritten.bytes());
        assertThat(ByteBufUtil.getBytes(bytes)).isEqualTo(data);
    }

    private static ReceivedConnect rewrite(ReceivedConnect received, ConnectChanges changes) {
        ByteBuf bytes = ConnectRewriter.rewrite(HEAP, received, changes);
        return new ReceivedConnect(ConnectParser.parse(bytes), bytes);
    }
}
