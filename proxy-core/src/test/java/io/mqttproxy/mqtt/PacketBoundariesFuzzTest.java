package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

class PacketBoundariesFuzzTest {
    /** Any bytes, split anywhere, end at a boundary exactly when they are whole packets. */
    @FuzzTest
    void knowsWholePackets(byte[] data) {
        ByteBuf stream = Unpooled.wrappedBuffer(data);
        PacketBoundaries byteByByte = new PacketBoundaries();
        for (int i = 0; i < data.length; i++) {
            byteByByte.advance(stream.slice(i, 1));
        }
        PacketBoundaries atOnce = new PacketBoundaries();
        atOnce.advance(stream);

        assertThat(atOnce.atBoundary()).isEqualTo(wholePackets(stream));
        assertThat(byteByByte.atBoundary()).isEqualTo(atOnce.atBoundary());
    }

    private static boolean wholePackets(ByteBuf stream) {
        int at = 0;
        while (at < stream.writerIndex()) {
            if (stream.getUnsignedByte(at) < 0x10) {
                return false;
            }
            int length = VariableByteInteger.decode(stream, at + 1, stream.writerIndex());
            if (length < 0) {
                return false;
            }
            at += 1 + VariableByteInteger.encodedLength(length) + length;
        }
        return at == stream.writerIndex();
    }
}
