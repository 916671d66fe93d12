package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

class PacketBoundariesFuzzTest {
    /** Any bytes, split anywhere, end at a boundary exactly when they are whole packets. */
    @FuzzTest
    void knowsWholePackets(byte[] data) {
        ByteBuf stream = Unpooled.wrappedBuffer(data);
        PacketBoundaries byteByByte = PacketBoundaries.fromBackend();
        for (int i = 0; i < data.length; i++) {
            byteByByte.advance(stream.slice(i, 1));
        }
        PacketBoundaries atOnce = PacketBoundaries.fromBackend();
        atOnce.advance(stream);

        assertThat(atOnce.atBoundary()).isEqualTo(wholePackets(stream));
        assertThat(byteByByte.atBoundary()).isEqualTo(atOnce.atBoundary());
    }

    /** Whatever a client sends and however it is split, no byte of a second CONNECT goes any further. */
    @FuzzTest
    void letsNoSecondConnectPass(byte[] data) {
        PacketBoundaries client = PacketBoundaries.fromClient();
        ByteBuf stream = Unpooled.wrappedBuffer(data);
        int passed = 0;
        for (int i = 0; i < data.length; i++) {
            passed += client.advance(stream.slice(i, 1));
        }

        assertThat(PacketBoundaries.fromClient().advance(stream)).isEqualTo(passed);
        assertThat(beginsOf(stream.slice(0, passed))).doesNotContain(0x00, 0x10);
        if (passed < data.length) {
            assertThat(client.advance(Unpooled.wrappedBuffer(new byte[] {(byte) 0xC0, 0x00})))
                    .isZero();
        }
    }

    /** The types of all packets that begin in the stream, read with no more than the length rule of section 2.2.3. */
    private static List<Integer> beginsOf(ByteBuf stream) {
        List<Integer> types = new ArrayList<>();
        long at = 0;
        while (at < stream.writerIndex()) {
            types.add(stream.getByte((int) at) & 0xF0);
            long length = 0;
            int digits = 0;
            int next = 0x80;
            while (next >= 0x80 && digits < 4 && ++at < stream.writerIndex()) {
                next = stream.getUnsignedByte((int) at);
                length += (long) (next % 128) << (7 * digits++);
            }
            at += 1 + length;
        }
        return types;
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
