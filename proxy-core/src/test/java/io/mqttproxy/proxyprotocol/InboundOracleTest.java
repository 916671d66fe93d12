package io.mqttproxy.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.handler.codec.haproxy.HAProxySSLTLV;
import io.netty.handler.codec.haproxy.HAProxyTLV;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What somebody else writes, and what we write ourselves, reads as what was meant. */
class InboundOracleTest {
    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @EnumSource(HAProxyProtocolVersion.class)
    void readsWhatNettyWrites(HAProxyProtocolVersion version) throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < ROUNDS; round++) {
            int length = random.nextInt(2) == 0 ? 4 : 16;
            InetSocketAddress source = endpoint(random, length);
            InetSocketAddress destination = endpoint(random, length);
            HAProxyMessage message = new HAProxyMessage(
                    version,
                    HAProxyCommand.PROXY,
                    length == 4 ? HAProxyProxiedProtocol.TCP4 : HAProxyProxiedProtocol.TCP6,
                    source.getAddress().getHostAddress(),
                    destination.getAddress().getHostAddress(),
                    source.getPort(),
                    destination.getPort());

            assertThat(InboundSamples.parse(written(message)).addresses())
                    .isEqualTo(new InboundHeader.Addresses(source, destination));
        }
    }

    @Test
    void readsFieldsThatNettyWrites() throws Exception {
        HAProxyTLV name = new HAProxyTLV((byte) 0x22, Unpooled.copiedBuffer(new byte[] {'d', 'e', 'v'}));
        HAProxyMessage message = new HAProxyMessage(
                HAProxyProtocolVersion.V2,
                HAProxyCommand.PROXY,
                HAProxyProxiedProtocol.TCP4,
                "192.0.2.1",
                "192.0.2.2",
                1,
                2,
                List.of(
                        new HAProxyTLV((byte) 0xEA, Unpooled.copiedBuffer(new byte[] {1, 2})),
                        new HAProxySSLTLV(0, (byte) 7, List.of(name))));

        InboundHeader header = InboundSamples.parse(written(message));

        assertThat(header.values(0xEA)).containsExactly(new byte[] {1, 2});
        InboundSsl ssl = Objects.requireNonNull(header.ssl());
        assertThat(ssl.verified()).isTrue();
        assertThat(ssl.commonNames()).containsExactly(new byte[] {'d', 'e', 'v'});
    }

    @Test
    void readsEveryRandomHeaderThatWeWrite() throws Exception {
        RandomHeaders random = new RandomHeaders(4);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ProxyHeader header = random.header();
            ByteBuf out = Unpooled.buffer();
            try {
                new ProxyHeaderEncoder(ProxyProtocolVersion.V2, random.tlvs()).encode(header, out);
            } catch (ProxyHeaderException e) {
                continue; // not every random header can be told
            }
            InboundHeader back = InboundSamples.parse(ByteBufUtil.getBytes(out));
            assertThat(back.addresses()).isEqualTo(new InboundHeader.Addresses(header.source(), header.destination()));
            assertThat(back.tlvs())
                    .filteredOn(tlv -> tlv.type() >= CustomTlv.FIRST)
                    .hasSameSizeAs(header.custom());
            read++;
        }
        assertThat(read).isGreaterThan(ROUNDS / 4);
    }

    private static byte[] written(HAProxyMessage message) {
        EmbeddedChannel channel = new EmbeddedChannel(HAProxyMessageEncoder.INSTANCE);
        channel.writeOutbound(message);
        ByteBuf out = Objects.requireNonNull(channel.readOutbound());
        try {
            return ByteBufUtil.getBytes(out);
        } finally {
            out.release();
            channel.finishAndReleaseAll();
        }
    }

    /** Not a mapped one: Netty cannot write those as IPv6. */
    private static InetSocketAddress endpoint(SplittableRandom random, int length) throws UnknownHostException {
        byte[] address = new byte[length];
        random.nextBytes(address);
        return new InetSocketAddress(InetAddress.getByAddress(address), 1 + random.nextInt(0xFFFF));
    }
}
