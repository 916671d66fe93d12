package io.mqttproxy.proxyprotocol;

import static io.mqttproxy.proxyprotocol.Headers.DESTINATION;
import static io.mqttproxy.proxyprotocol.Headers.DESTINATION_6;
import static io.mqttproxy.proxyprotocol.Headers.SOURCE;
import static io.mqttproxy.proxyprotocol.Headers.SOURCE_6;
import static io.mqttproxy.proxyprotocol.Headers.v1;
import static io.mqttproxy.proxyprotocol.Headers.v2WithAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.proxyprotocol.NettyDecoder.Decoded;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Netty's decoder has to read from every header exactly what was meant. */
class NettyOracleTest {
    private static final int RANDOM_HEADERS = 4_000;

    static Stream<Arguments> families() {
        return Stream.of(
                Arguments.of(SOURCE, DESTINATION, HAProxyProxiedProtocol.TCP4),
                Arguments.of(SOURCE_6, DESTINATION_6, HAProxyProxiedProtocol.TCP6),
                Arguments.of(SOURCE, DESTINATION_6, HAProxyProxiedProtocol.TCP6),
                Arguments.of(SOURCE_6, DESTINATION, HAProxyProxiedProtocol.TCP6));
    }

    @ParameterizedTest
    @MethodSource("families")
    void readsBothVersionsOfEveryFamily(
            InetSocketAddress source, InetSocketAddress destination, HAProxyProxiedProtocol protocol) throws Exception {
        ProxyHeader header = ProxyHeader.ofAddresses(source, destination);

        Decoded text = NettyDecoder.decode(Headers.encode(v1(), header));
        Decoded binary = NettyDecoder.decode(Headers.encode(v2WithAll(), header));

        assertThat(text.version()).isEqualTo(HAProxyProtocolVersion.V1);
        assertThat(text.protocol()).isEqualTo(protocol);
        assertAddresses(text, header);
        assertThat(binary.version()).isEqualTo(HAProxyProtocolVersion.V2);
        assertThat(binary.protocol()).isEqualTo(protocol);
        assertAddresses(binary, header);
    }

    @Test
    void readsAllFieldsInOurOrder() throws Exception {
        ProxyHeader header = new ProxyHeader(
                SOURCE, DESTINATION, Headers.verified("device"), "mqtt", "broker.example", new byte[] {1, 2});

        Decoded decoded = NettyDecoder.decode(Headers.encode(v2WithAll(), header));

        assertThat(decoded.types()).containsExactly(0x03, 0x01, 0x02, 0x05, 0x20, 0x21, 0x22, 0x23);
        assertFields(decoded, header, Headers.OPTIONAL);
    }

    @Test
    void readsEveryRandomHeaderThatWasNotRefused() throws Exception {
        RandomHeaders random = new RandomHeaders(2);
        int encoded = 0;
        for (int round = 0; round < RANDOM_HEADERS; round++) {
            ProxyHeader header = random.header();
            Set<Tlv> tlvs = random.tlvs();
            byte[] bytes = encodeOrNull(header, tlvs);
            if (bytes != null) {
                assertFields(NettyDecoder.decode(bytes), header, tlvs);
                encoded++;
            }
        }
        // Both ways through the encoder were taken often.
        assertThat(encoded).isBetween(RANDOM_HEADERS / 4, RANDOM_HEADERS * 3 / 4);
    }

    @Test
    void readsEveryRandomLine() throws Exception {
        RandomHeaders random = new RandomHeaders(1);
        for (int round = 0; round < RANDOM_HEADERS; round++) {
            ProxyHeader header = random.header();

            assertAddresses(NettyDecoder.decode(Headers.encode(v1(), header)), header);
        }
    }

    private static byte @Nullable [] encodeOrNull(ProxyHeader header, Set<Tlv> tlvs) {
        ProxyHeaderEncoder encoder = new ProxyHeaderEncoder(ProxyProtocolVersion.V2, tlvs);
        ByteBuf out = Unpooled.buffer(encoder.maximumLength(), encoder.maximumLength());
        try {
            encoder.encode(header, out);
            return ByteBufUtil.getBytes(out);
        } catch (ProxyHeaderException refused) {
            assertThat(out.writerIndex()).isZero();
            return null;
        }
    }

    private static void assertAddresses(Decoded decoded, ProxyHeader header) {
        assertThat(decoded.command()).isEqualTo(HAProxyCommand.PROXY);
        // The JDK compares a mapped address as IPv4.
        assertThat(decoded.source()).isEqualTo(header.source());
        assertThat(decoded.destination()).isEqualTo(header.destination());
    }

    private static void assertFields(Decoded decoded, ProxyHeader header, Set<Tlv> tlvs) {
        assertAddresses(decoded, header);
        assertThat(decoded.hex(0x01)).isEqualTo(tlvs.contains(Tlv.ALPN) ? hex(header.alpn()) : null);
        assertThat(decoded.hex(0x02)).isEqualTo(tlvs.contains(Tlv.AUTHORITY) ? hex(header.authority()) : null);
        assertThat(decoded.hex(0x03) != null).isEqualTo(tlvs.contains(Tlv.CRC32C));
        assertThat(decoded.hex(0x05)).isEqualTo(tlvs.contains(Tlv.UNIQUE_ID) ? hex(header.uniqueId()) : null);
        TlsFacts tls = header.tls();
        if (tls == null || tlvs.stream().noneMatch(Tlv::ofTls)) {
            assertThat(decoded.ssl()).isNull();
            assertThat(decoded.types()).doesNotContain(0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28);
        } else {
            assertSsl(decoded, tls, tlvs);
        }
        for (CustomTlv custom : header.custom()) {
            assertThat(decoded.hex(custom.type())).isEqualTo(hex(custom.value()));
        }
    }

    private static void assertSsl(Decoded decoded, TlsFacts tls, Set<Tlv> tlvs) {
        HandshakeDetails details = tls.details();
        boolean usual = tlvs.contains(Tlv.SSL);
        NettyDecoder.Ssl ssl = Objects.requireNonNull(decoded.ssl());
        boolean verified = tls.certificateVerified();
        assertThat(ssl.client()).isEqualTo(!verified ? 1 : tls.resumed() ? 5 : 7);
        assertThat(ssl.verify()).isEqualTo(verified ? 0 : 1);
        assertThat(decoded.hex(0x21)).isEqualTo(hex(tls.version()));
        assertThat(decoded.hex(0x22)).isEqualTo(usual && verified ? hex(tls.commonName()) : null);
        assertThat(decoded.hex(0x23)).isEqualTo(usual || tlvs.contains(Tlv.SSL_CIPHER) ? hex(tls.cipher()) : null);
        assertThat(decoded.hex(0x24))
                .isEqualTo(tlvs.contains(Tlv.SSL_SIG_ALG) ? hex(details.signatureAlgorithm()) : null);
        assertThat(decoded.hex(0x25)).isEqualTo(tlvs.contains(Tlv.SSL_KEY_ALG) ? hex(details.keyAlgorithm()) : null);
        assertThat(decoded.hex(0x26)).isEqualTo(tlvs.contains(Tlv.SSL_GROUP) ? hex(details.group()) : null);
        assertThat(decoded.hex(0x27))
                .isEqualTo(tlvs.contains(Tlv.SSL_SIG_SCHEME) ? hex(details.signatureScheme()) : null);
    }

    private static @Nullable String hex(@Nullable String text) {
        return text == null ? null : hex(text.getBytes(StandardCharsets.UTF_8)); // null for the empty text
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null || bytes.length == 0 ? null : HexFormat.of().formatHex(bytes);
    }
}
