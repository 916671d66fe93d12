package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the tests of this package make headers from. */
final class Headers {
    static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.1", 56324);
    static final InetSocketAddress DESTINATION = new InetSocketAddress("198.51.100.7", 8883);
    static final InetSocketAddress SOURCE_6 = new InetSocketAddress("2001:db8::1", 56324);
    static final InetSocketAddress DESTINATION_6 = new InetSocketAddress("2001:db8:0:1:0:0:0:2", 8883);

    /** Fields that are left out where their facts are missing, and never refuse for that. */
    static final Set<Tlv> OPTIONAL =
            Arrays.stream(Tlv.values()).filter(tlv -> !tlv.required()).collect(Collectors.toUnmodifiableSet());

    private Headers() {}

    static ProxyHeader addresses() {
        return ProxyHeader.ofAddresses(SOURCE, DESTINATION);
    }

    static ProxyHeader withTls(@Nullable TlsFacts tls) {
        return new ProxyHeader(SOURCE, DESTINATION, tls, null, null, null);
    }

    static ProxyHeader withAlpn(String alpn) {
        return new ProxyHeader(SOURCE, DESTINATION, null, alpn, null, null);
    }

    static ProxyHeader withAuthority(String authority) {
        return new ProxyHeader(SOURCE, DESTINATION, null, null, authority, null);
    }

    static ProxyHeader withUniqueId(byte[] uniqueId) {
        return new ProxyHeader(SOURCE, DESTINATION, null, null, null, uniqueId);
    }

    static TlsFacts verified(String commonName) {
        return new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", true, false, commonName);
    }

    static ProxyHeaderEncoder v1() {
        return new ProxyHeaderEncoder(ProxyProtocolVersion.V1, Set.of());
    }

    static ProxyHeaderEncoder v2(Tlv... tlvs) {
        return new ProxyHeaderEncoder(ProxyProtocolVersion.V2, Set.of(tlvs));
    }

    static ProxyHeaderEncoder v2WithAll() {
        return new ProxyHeaderEncoder(ProxyProtocolVersion.V2, OPTIONAL);
    }

    static byte[] encode(ProxyHeaderEncoder encoder, ProxyHeader header) throws ProxyHeaderException {
        ByteBuf out = Unpooled.buffer();
        encoder.encode(header, out);
        return ByteBufUtil.getBytes(out);
    }

    /** An IPv4 address in 16 bytes, in a class that the JDK's own factory never returns for it. */
    static InetSocketAddress mapped(String ipv4, int port) throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xFF;
        bytes[11] = (byte) 0xFF;
        System.arraycopy(InetAddress.getByName(ipv4).getAddress(), 0, bytes, 12, 4);
        return new InetSocketAddress(Inet6Address.getByAddress(null, bytes, -1), port);
    }
}
