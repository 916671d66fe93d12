package io.mqttproxy.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TCP may cut a header anywhere, and put the client's first bytes into its last segment. */
class SplitHeaderTest {
    private static final byte[] REST = {0x10, 0x0D};

    static Stream<String> samples() {
        return InboundSamples.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void waitsAtEverySplitPointAndTakesNothing(String sample) throws Exception {
        byte[] header = header(sample);
        for (int split = 0; split < header.length; split++) {
            ByteBuf in = Unpooled.wrappedBuffer(header, 0, split);

            assertThat(ProxyHeaderParser.parse(in)).as("after %d bytes", split).isNull();
            assertThat(in.readerIndex()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsTheSameWhateverCameBefore(String sample) throws Exception {
        byte[] header = header(sample);
        InboundHeader whole = InboundSamples.parse(header);
        ByteBuf in = Unpooled.buffer();
        for (byte b : header) {
            assertThat(ProxyHeaderParser.parse(in)).isNull();
            in.writeByte(b);
        }

        assertThat(ProxyHeaderParser.parse(in)).isEqualTo(whole);
        assertThat(in.isReadable()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void leavesWhatFollows(String sample) throws Exception {
        byte[] header = header(sample);
        ByteBuf in = Unpooled.wrappedBuffer(new byte[] {7}, header, REST).skipBytes(1);

        assertThat(ProxyHeaderParser.parse(in)).isEqualTo(InboundSamples.parse(header));
        assertThat(in.readableBytes()).isEqualTo(REST.length);
        assertThat(in.readByte()).isEqualTo(REST[0]);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyChangedByteGivesAHeaderOrAnError(String sample) {
        byte[] header = header(sample);
        for (int i = 0; i < header.length; i++) {
            for (int flip = 1; flip < 256; flip <<= 1) {
                byte[] changed = Arrays.copyOf(header, header.length);
                changed[i] ^= (byte) flip;
                ByteBuf in = Unpooled.wrappedBuffer(changed);
                try {
                    if (ProxyHeaderParser.parse(in) == null) {
                        assertThat(in.readerIndex()).isZero();
                    }
                } catch (MalformedHeaderException e) {
                    assertThat(e.getMessage()).contains("(expected: ");
                    assertThat(in.readerIndex()).isZero();
                }
            }
        }
    }

    private static byte[] header(String sample) {
        return Objects.requireNonNull(InboundSamples.all().get(sample));
    }
}
