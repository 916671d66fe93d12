package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

class ServerReferenceFuzzTest {

    /** Any bytes are a packet or a MalformedPacketException; what was replaced can be read, and what was left out is gone. */
    @FuzzTest
    void readsOrRefuses(byte[] data) {
        if (data.length < 2) {
            return; // the caller knows the type and that there is a length
        }
        ByteBuf packet = Unpooled.wrappedBuffer(data);
        @Nullable String reference;
        try {
            reference = ServerReference.of(packet);
        } catch (MalformedPacketException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        if (reference == null) {
            return;
        }
        assertThat(after(packet, "other:1")).isEqualTo("other:1");
        assertThat(after(packet, null)).isNull();
        assertThat(after(packet, reference)).isEqualTo(reference);
        assertThat(packet.refCnt()).isEqualTo(1);
    }

    private static @Nullable String after(ByteBuf packet, @Nullable String references) {
        ByteBuf replaced =
                ServerReference.replace(UnpooledByteBufAllocator.DEFAULT, packet, references, AnswerLimits.NONE);
        try {
            return ServerReference.of(replaced);
        } finally {
            replaced.release();
        }
    }
}
