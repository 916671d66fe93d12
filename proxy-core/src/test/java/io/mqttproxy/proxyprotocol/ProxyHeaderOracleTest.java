package io.mqttproxy.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.handler.codec.haproxy.HAProxySSLTLV;
import io.netty.handler.codec.haproxy.HAProxyTLV;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Netty's own decoder, which shares no line with ours, has to read every header that we make. */
class ProxyHeaderOracleTest {
    private static final String[] NAMES = {"dev-1", "Gerät", "a.example.com", "x", "\uD83D\uDE00"};

    private final SplittableRandom random = new SplittableRandom(4);

    @Test
    void readsVersion1() throws ProxyHeaderException {
        ProxyHeaderEncoder encoder = new ProxyHeaderEncoder(ProxyProtocolVersion.V1, Set.of());
        for (int i = 0; i < 2_000; i++) {
            ProxyHeader header = header();
            HAProxyMessage message = decode(encoder, header);
            assertThat(message.protocolVersion()).isEqualTo(HAProxyProtocolVersion.V1);
            assertAddresses(message, header);
            message.release();
        }
    }

    @Test
    void readsVersion2() throws ProxyHeaderException {
        for (int i = 0; i < 20_000; i++) {
            ProxyHeader header = header();
            Set<Tlv> tlvs = EnumSet.noneOf(Tlv.class);
            for (Tlv tlv : Tlv.values()) {
                if (random.nextBoolean()) {
                    tlvs.add(tlv);
                }
            }
            HAProxyMessage message = decode(new ProxyHeaderEncoder(ProxyProtocolVersion.V2, tlvs), header);

            assertThat(message.protocolVersion()).isEqualTo(HAProxyProtocolVersion.V2);
            assertThat(message.command()).isEqualTo(HAProxyCommand.PROXY);
            assertAddresses(message, header);
            assertThat(tlvs(message)).isEqualTo(expected(header, tlvs));
            message.release();
        }
    }

    private static HAProxyMessage decode(ProxyHeaderEncoder encoder, ProxyHeader header) throws ProxyHeaderException {
        ByteBuf out = Unpooled.buffer(encoder.maximumLength(), encoder.maximumLength());
        encoder.encode(header, out);
        EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
        channel.writeInbound(out.writeShort(0xC000));
        HAProxyMessage message = channel.readInbound();
        ByteBuf behind = channel.readInbound();
        assertThat(behind.readUnsignedShort()).isEqualTo(0xC000);
        behind.release();
        return message;
    }

    private static void assertAddresses(HAProxyMessage message, ProxyHeader header) {
        boolean ipv4 = header.source().getAddress() instanceof Inet4Address
                && header.destination().getAddress() instanceof Inet4Address;
        assertThat(message.proxiedProtocol())
                .isEqualTo(ipv4 ? HAProxyProxiedProtocol.TCP4 : HAProxyProxiedProtocol.TCP6);
        assertThat(message.sourcePort()).isEqualTo(header.source().getPort());
        assertThat(message.destinationPort()).isEqualTo(header.destination().getPort());
        assertThat(canonical(message.sourceAddress())).isEqualTo(header.source().getAddress());
        assertThat(canonical(message.destinationAddress()))
                .isEqualTo(header.destination().getAddress());
    }

    /** As text without the sub-TLVs, which Netty lists a second time behind their parent. */
    private static List<String> tlvs(HAProxyMessage message) {
        List<String> all = new ArrayList<>();
        for (HAProxyTLV tlv : message.tlvs()) {
            if (tlv instanceof HAProxySSLTLV ssl) {
                all.add("SSL %02x %d".formatted(ssl.client(), ssl.verify()));
                for (HAProxyTLV sub : ssl.encapsulatedTLVs()) {
                    all.add(describe(sub));
                }
            } else if (tlv.typeByteValue() < 0x20 && tlv.typeByteValue() != 0x03) {
                all.add(describe(tlv));
            }
        }
        return all;
    }

    private static String describe(HAProxyTLV tlv) {
        return "%02x %s".formatted(tlv.typeByteValue(), tlv.content().toString(StandardCharsets.UTF_8));
    }

    private static List<String> expected(ProxyHeader header, Set<Tlv> tlvs) {
        List<String> all = new ArrayList<>();
        add(all, tlvs.contains(Tlv.ALPN), "01", header.alpn());
        add(all, tlvs.contains(Tlv.AUTHORITY), "02", header.authority());
        byte[] id = header.uniqueId();
        add(all, tlvs.contains(Tlv.UNIQUE_ID), "05", id == null ? null : new String(id, StandardCharsets.UTF_8));
        TlsFacts tls = header.tls();
        if (tls != null && tlvs.contains(Tlv.SSL)) {
            String bits = !tls.certificateVerified() ? "01 1" : tls.resumed() ? "05 0" : "07 0";
            all.add("SSL " + bits);
            add(all, true, "21", tls.version());
            add(all, tls.certificateVerified(), "22", tls.commonName());
            add(all, true, "23", tls.cipher());
        }
        return all;
    }

    private static void add(List<String> all, boolean wanted, String type, @Nullable String value) {
        if (wanted && value != null) {
            all.add(type + " " + value);
        }
    }

    private ProxyHeader header() {
        TlsFacts tls = random.nextInt(4) == 0
                ? null
                : new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", random.nextBoolean(), random.nextBoolean(), name());
        byte[] id = random.nextBoolean() ? "id-%d".formatted(random.nextInt()).getBytes(StandardCharsets.UTF_8) : null;
        return new ProxyHeader(address(), address(), tls, name(), name(), id);
    }

    private @Nullable String name() {
        return random.nextInt(4) == 0 ? null : NAMES[random.nextInt(NAMES.length)];
    }

    private InetSocketAddress address() {
        byte[] bytes = new byte[random.nextInt(3) == 0 ? 16 : 4];
        random.nextBytes(bytes);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), random.nextInt(1, 65_536));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static InetAddress canonical(String text) {
        try {
            // getByAddress makes an IPv4 address of a mapped one, which undoes our mapping
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
