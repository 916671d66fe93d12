package io.mqttproxy.proxyprotocol;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a header said that came ahead of a client's first byte. Immutable. Nothing in it is more trustworthy than its sender.
 *
 * @param addresses null when the addresses of the socket itself count: the sender speaks for itself (LOCAL), or has no
 *     addresses of TCP to tell (UNKNOWN, UNSPEC, UNIX, datagrams)
 * @param tlvs fields of the top level in their order, without checksum and padding; none in version 1 and behind LOCAL
 * @param ssl the sender's TLS session with the client, or null
 */
public record InboundHeader(
        @Nullable Addresses addresses,
        List<ReceivedTlv> tlvs,
        @Nullable InboundSsl ssl) {
    /** A header that changes nothing. */
    static final InboundHeader OF_THE_SOCKET = new InboundHeader(null, List.of(), null);

    /** Copies the list. */
    public InboundHeader {
        tlvs = List.copyOf(tlvs);
    }

    /**
     * Both ends of the client's connection to the sender.
     *
     * @param source the client, resolved
     * @param destination where the client connected to, resolved
     */
    public record Addresses(InetSocketAddress source, InetSocketAddress destination) {}

    /**
     * The values of all top-level fields of a type, in their order; mostly none or one.
     *
     * @param type 0 to 255
     * @return copies
     */
    public List<byte[]> values(int type) {
        return ReceivedTlv.values(tlvs, type);
    }

    /** Without the values: they can come from hostile clients and would reach logs unescaped. */
    @Override
    public String toString() {
        int[] types = tlvs.stream().mapToInt(ReceivedTlv::type).toArray();
        return "InboundHeader[" + addresses + ", types " + Arrays.toString(types) + "]";
    }
}
