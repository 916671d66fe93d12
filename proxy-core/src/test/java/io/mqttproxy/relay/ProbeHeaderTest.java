package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mqttproxy.proxyprotocol.ProxyHeaderException;
import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.proxyprotocol.Tlv;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxySSLTLV;
import io.netty.handler.codec.haproxy.HAProxyTLV;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A probe has no client: whatever a cluster is configured to tell of clients, its header can be written, and does not lie. */
class ProbeHeaderTest {

    private static final String CLIENT_ID = "mqtt-proxy-probe-1";

    @ParameterizedTest
    @EnumSource(Tlv.class)
    void canBeWrittenWhateverField(Tlv tlv) {
        for (boolean verified : new boolean[] {false, true}) {
            assertThatCode(() -> written(Set.of(tlv), verified).release()).doesNotThrowAnyException();
        }
    }

    @Test
    void saysNothingOfTlsUnlessItPretendsToBeAVerifiedClient() throws Exception {
        HAProxyMessage message = read(written(EnumSet.allOf(Tlv.class), false));
        try {
            assertThat(message.tlvs()).extracting(HAProxyTLV::typeByteValue).containsExactly((byte) 0x03, (byte) 0x05);
        } finally {
            message.release();
        }
    }

    @Test
    void neverShowsACertificate() throws Exception {
        HAProxyMessage message = read(written(EnumSet.allOf(Tlv.class), true));
        try {
            HAProxySSLTLV ssl = message.tlvs().stream()
                    .filter(HAProxySSLTLV.class::isInstance)
                    .map(HAProxySSLTLV.class::cast)
                    .findAny()
                    .orElseThrow();
            // version, common name, cipher: neither a certificate nor what brokers with an old parser close for
            assertThat(ssl.encapsulatedTLVs())
                    .extracting(HAProxyTLV::typeByteValue)
                    .containsExactly((byte) 0x21, (byte) 0x22, (byte) 0x23);
            assertThat(ssl.isPP2ClientCertConn()).isTrue();
        } finally {
            message.release();
        }
    }

    private static ByteBuf written(Set<Tlv> tlvs, boolean asVerifiedClient) throws ProxyHeaderException {
        ByteBuf out = Unpooled.buffer();
        new ProbeHeader(ProxyProtocolVersion.V2, tlvs, asVerifiedClient).write(new Connected(), CLIENT_ID, out);
        assertThat(out.readableBytes()).isPositive();
        return out;
    }

    private static HAProxyMessage read(ByteBuf header) {
        EmbeddedChannel decoder = new EmbeddedChannel(new HAProxyMessageDecoder());
        decoder.writeInbound(header);
        return decoder.readInbound();
    }

    /** A channel that knows addresses. */
    private static final class Connected extends EmbeddedChannel {
        @Override
        protected SocketAddress localAddress0() {
            return new InetSocketAddress("192.0.2.1", 40000);
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress("192.0.2.2", 1883);
        }
    }
}
