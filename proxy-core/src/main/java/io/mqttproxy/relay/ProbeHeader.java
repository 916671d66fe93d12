package io.mqttproxy.relay;

import io.mqttproxy.proxyprotocol.ProxyHeader;
import io.mqttproxy.proxyprotocol.ProxyHeaderEncoder;
import io.mqttproxy.proxyprotocol.ProxyHeaderException;
import io.mqttproxy.proxyprotocol.ProxyProtocolVersion;
import io.mqttproxy.proxyprotocol.TlsFacts;
import io.mqttproxy.proxyprotocol.Tlv;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The PROXY header in front of a probe: PROXY and not LOCAL, with the addresses of the probe's own connection. Mosquitto,
 * BifroMQ and EMQX 6 answer nothing behind LOCAL, although the specification gives it for this.
 *
 * @param tlvs what a version 2 header carries besides the addresses
 * @param asVerifiedClient whether the header says that the probe came over TLS with a verified certificate whose common name
 *     is its client identifier: a mosquitto with {@code require_certificate} closes everything else
 */
public record ProbeHeader(ProxyProtocolVersion version, Set<Tlv> tlvs, boolean asVerifiedClient) {

    /** No header at all. */
    public static final ProbeHeader NONE = new ProbeHeader(ProxyProtocolVersion.OFF, Set.of(), false);

    private static final String TLS_VERSION = "TLSv1.3";
    private static final String CIPHER = "TLS_AES_128_GCM_SHA256";

    /** Copies the set. */
    public ProbeHeader {
        tlvs = Set.copyOf(tlvs);
    }

    /** Appends the header of a connected channel; nothing with version OFF. */
    void write(Channel channel, String clientId, ByteBuf out) throws ProxyHeaderException {
        if (version == ProxyProtocolVersion.OFF) {
            return;
        }
        @Nullable TlsFacts tls = asVerifiedClient ? new TlsFacts(TLS_VERSION, CIPHER, true, false, clientId) : null;
        ProxyHeader header = new ProxyHeader(
                (InetSocketAddress) channel.localAddress(),
                (InetSocketAddress) channel.remoteAddress(),
                tls,
                null,
                null,
                clientId.getBytes(StandardCharsets.US_ASCII));
        new ProxyHeaderEncoder(version, sent()).encode(header, out);
    }

    /** Whether it says something about TLS where there is something to say. */
    public boolean tellsTls() {
        return tlvs.stream().anyMatch(ProbeHeader::ofTls);
    }

    /** Without a client's TLS there is nothing that those fields could say, and some of them must not be empty. */
    private Set<Tlv> sent() {
        Set<Tlv> sent = EnumSet.noneOf(Tlv.class);
        tlvs.stream().filter(tlv -> !ofTls(tlv)).forEach(sent::add);
        if (asVerifiedClient) {
            sent.add(Tlv.SSL);
        }
        return sent;
    }

    private static boolean ofTls(Tlv tlv) {
        return tlv.configName().startsWith(Tlv.SSL.configName());
    }
}
