package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.handler.codec.haproxy.HAProxySSLTLV;
import io.netty.handler.codec.haproxy.HAProxyTLV;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Someone else's reader of headers. It does not look at checksums. */
final class NettyDecoder {
    private NettyDecoder() {}

    /** What Netty read. The SSL field's own fields also stand among {@code tlvs}, which is Netty's way. */
    record Decoded(
            HAProxyProtocolVersion version,
            HAProxyCommand command,
            HAProxyProxiedProtocol protocol,
            InetSocketAddress source,
            InetSocketAddress destination,
            List<Field> fields,
            @Nullable Ssl ssl) {
        List<Integer> types() {
            return fields.stream().map(Field::type).toList();
        }

        /** The only value of this type as hexadecimal digits, or null without one. */
        @Nullable String hex(int type) {
            List<Field> found =
                    fields.stream().filter(field -> field.type() == type).toList();
            if (found.size() > 1) {
                throw new AssertionError("more than one field of type " + type);
            }
            return found.isEmpty() ? null : found.get(0).hex();
        }
    }

    record Field(int type, String hex) {}

    record Ssl(int client, int verify, List<Field> fields) {}

    /**
     * Decodes exactly one header, with a rest behind it that has to stay as it is.
     *
     * @throws AssertionError when there is no header or the rest has changed
     */
    static Decoded decode(byte[] header) throws UnknownHostException {
        String rest = "rest";
        EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
        channel.writeInbound(Unpooled.wrappedBuffer(header, rest.getBytes(StandardCharsets.US_ASCII)));
        HAProxyMessage message = Objects.requireNonNull(channel.readInbound(), "no header");
        ByteBuf remaining = Objects.requireNonNull(channel.readInbound(), "no rest");
        try {
            if (!remaining.toString(StandardCharsets.US_ASCII).equals(rest)) {
                throw new AssertionError("rest: " + ByteBufUtil.hexDump(remaining));
            }
            return decoded(message);
        } finally {
            remaining.release();
            message.release();
            channel.finishAndReleaseAll();
        }
    }

    private static Decoded decoded(HAProxyMessage message) throws UnknownHostException {
        return new Decoded(
                message.protocolVersion(),
                message.command(),
                message.proxiedProtocol(),
                new InetSocketAddress(InetAddress.getByName(message.sourceAddress()), message.sourcePort()),
                new InetSocketAddress(InetAddress.getByName(message.destinationAddress()), message.destinationPort()),
                fields(message.tlvs()),
                message.tlvs().stream()
                        .filter(HAProxySSLTLV.class::isInstance)
                        .map(HAProxySSLTLV.class::cast)
                        .map(ssl -> new Ssl(ssl.client(), ssl.verify(), fields(ssl.encapsulatedTLVs())))
                        .findFirst()
                        .orElse(null));
    }

    private static List<Field> fields(List<HAProxyTLV> tlvs) {
        return tlvs.stream()
                .map(tlv -> new Field(tlv.typeByteValue() & 0xFF, ByteBufUtil.hexDump(tlv.content())))
                .toList();
    }
}
