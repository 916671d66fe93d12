package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Headers.encode;
import static io.mqttproxy.proxyprotocol.Headers.v1;
import static io.mqttproxy.proxyprotocol.Headers.v2;
import static io.mqttproxy.proxyprotocol.Headers.v2WithAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProxyHeaderEncoderTest {
    private static final String BEFORE = "before";

    @Test
    void writesNothingWhenSwitchedOff() throws Exception {
        ProxyHeaderEncoder off = new ProxyHeaderEncoder(ProxyProtocolVersion.OFF, EnumSet.allOf(Tlv.class));

        assertThat(encode(off, Headers.withAuthority("a\nb"))).isEmpty();
    }

    @Test
    void appendsToWhatIsThere() throws Exception {
        ByteBuf out = bufferWithContent();

        v2WithAll().encode(Headers.addresses(), out);

        assertThat(out.readCharSequence(BEFORE.length(), StandardCharsets.US_ASCII))
                .hasToString(BEFORE);
        assertThat(ByteBufUtil.getBytes(out)).isEqualTo(encode(v2WithAll(), Headers.addresses()));
    }

    @Test
    void keepsTheFieldsThatItWasMadeWith() throws Exception {
        Set<Tlv> tlvs = EnumSet.noneOf(Tlv.class);
        ProxyHeaderEncoder encoder = new ProxyHeaderEncoder(ProxyProtocolVersion.V2, tlvs);

        tlvs.add(Tlv.CRC32C);

        assertThat(encode(encoder, Headers.addresses())).isEqualTo(encode(v2(), Headers.addresses()));
    }

    @Test
    void leavesTheBufferAsItWasWhenItRefuses() {
        ByteBuf out = bufferWithContent();

        assertThatExceptionOfType(ProxyHeaderException.class)
                .isThrownBy(() -> v2WithAll().encode(Headers.withAuthority("h".repeat(500)), out));
        assertThatExceptionOfType(ProxyHeaderException.class)
                .isThrownBy(() -> v2WithAll().encode(Headers.withTls(Headers.verified("a\u0000")), out));
        assertThatExceptionOfType(ProxyHeaderException.class).isThrownBy(() -> v1().encode(
                        ProxyHeader.ofAddresses(new InetSocketAddress("192.0.2.1", 0), Headers.DESTINATION), out));

        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(BEFORE);
    }

    @Test
    void leavesTheBufferAsItWasWhenItIsTooSmallAtAnyPoint() throws Exception {
        ProxyHeader header = Headers.withTls(Headers.verified("device"));
        for (ProxyHeaderEncoder encoder : new ProxyHeaderEncoder[] {v1(), v2WithAll()}) {
            int needed = encode(encoder, header).length;
            for (int room = 0; room < needed; room++) {
                ByteBuf out = Unpooled.buffer(BEFORE.length(), BEFORE.length() + room);
                out.writeCharSequence(BEFORE, StandardCharsets.US_ASCII);

                assertThatExceptionOfType(IndexOutOfBoundsException.class)
                        .isThrownBy(() -> encoder.encode(header, out));

                assertThat(out.writerIndex()).isEqualTo(BEFORE.length());
            }
        }
    }

    private static ByteBuf bufferWithContent() {
        return Unpooled.buffer().writeBytes(BEFORE.getBytes(StandardCharsets.US_ASCII));
    }
}
