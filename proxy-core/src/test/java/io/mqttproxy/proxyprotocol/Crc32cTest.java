package io.mqttproxy.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Checks the checksum with one of our own, bit by bit, from RFC 9260 appendix A. */
class Crc32cTest {
    /** Signature to ports of IPv4, then the field's type and length. */
    private static final int CRC_INDEX = 28 + 3;

    private static final int REVERSED_POLYNOMIAL = 0x82F63B78;

    @Test
    void ourOwnChecksumIsRight() {
        assertThat(bitwise("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xE3069283);
    }

    @Test
    void coversTheWholeHeaderWithItselfZeroed() throws Exception {
        List<ProxyHeader> headers = List.of(
                Headers.addresses(),
                Headers.withTls(Headers.verified("device")),
                Headers.withUniqueId(new byte[] {1, 2, 3}),
                Headers.withAuthority("broker.example"));

        for (ProxyHeader header : headers) {
            assertChecksum(Headers.encode(Headers.v2WithAll(), header));
        }
    }

    @Test
    void doesNotCoverWhatWasInTheBufferBefore() throws Exception {
        List<Supplier<ByteBuf>> kinds =
                List.of(Unpooled::buffer, Unpooled::directBuffer, Crc32cTest::compositeOfSmallParts);

        for (Supplier<ByteBuf> kind : kinds) {
            ByteBuf out = kind.get();
            try {
                out.writeLong(0x0102030405060708L);
                Headers.v2WithAll().encode(Headers.withTls(Headers.verified("device")), out);
                assertChecksum(ByteBufUtil.getBytes(out.skipBytes(Long.BYTES)));
            } finally {
                out.release();
            }
        }
    }

    private static CompositeByteBuf compositeOfSmallParts() {
        CompositeByteBuf composite = Unpooled.compositeBuffer(100);
        for (int i = 0; i < 40; i++) {
            composite.addComponent(Unpooled.buffer(7, 7).writeZero(7));
        }
        return composite;
    }

    private static void assertChecksum(byte[] header) {
        ByteBuffer bytes = ByteBuffer.wrap(header);
        int sent = bytes.getInt(CRC_INDEX);
        bytes.putInt(CRC_INDEX, 0);

        assertThat(sent).isEqualTo(bitwise(header));
    }

    private static int bitwise(byte[] bytes) {
        int crc = ~0;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ REVERSED_POLYNOMIAL;
            }
        }
        return ~crc;
    }
}
