package io.mqttproxy.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Contract: any bytes are a header, the beginning of one, or a {@link MalformedHeaderException}; and which of the three does
 * not change with how they are cut, but for the moment at which it is known.
 */
class ProxyHeaderParserFuzzTest {
    private static final int LONGEST = 16 + 4096;

    @FuzzTest
    void parses(byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        @Nullable InboundHeader header;
        try {
            header = ProxyHeaderParser.parse(in);
        } catch (MalformedHeaderException e) {
            assertThat(in.readerIndex()).isZero();
            assertThat(e.getMessage()).contains("(expected: ");
            return;
        }
        assertThat(in.readerIndex()).isLessThanOrEqualTo(LONGEST);
        if (header == null) {
            assertThat(in.readerIndex()).isZero();
            assertThat(bytes.length).isLessThan(LONGEST);
        } else {
            assertWaitsUntil(in.readerIndex(), bytes, header);
        }
    }

    private static void assertWaitsUntil(int length, byte[] bytes, InboundHeader header) {
        try {
            for (int cut : new int[] {0, 1, 12, 13, 16, length / 2, length - 1}) {
                byte[] part = Arrays.copyOf(bytes, Math.min(cut, length - 1));
                assertThat(InboundSamples.parseOrNull(part)).isNull();
            }
            assertThat(InboundSamples.parse(Arrays.copyOf(bytes, length))).isEqualTo(header);
        } catch (MalformedHeaderException e) {
            throw new AssertionError("the same bytes, cut, are not the beginning of a header", e);
        }
    }
}
