package io.mqttproxy.proxyprotocol;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a header can tell about one client connection. Immutable; no component is checked for the wire before
 * {@link ProxyHeaderEncoder#encode} meets it. Empty texts and identifiers count as absent.
 *
 * @param source the client's address, resolved
 * @param destination the address that the client connected to, resolved
 * @param tls the client side's TLS session, or null when the client came without TLS
 * @param alpn the application protocol that TLS agreed on, or null
 * @param authority the host name that the client asked for, or null
 * @param uniqueId the connection's identifier, opaque, or null
 * @param custom fields of the operator's, in the order in which they are sent
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record ProxyHeader(
        InetSocketAddress source,
        InetSocketAddress destination,
        @Nullable TlsFacts tls,
        @Nullable String alpn,
        @Nullable String authority,
        byte @Nullable [] uniqueId,
        List<CustomTlv> custom) {
    /**
     * @throws IllegalArgumentException when an address is not resolved: such a header could only be of family UNSPEC, which
     *     no broker can use
     */
    // Not in the compact form, for which NullAway 0.12 loses the annotation on the array.
    public ProxyHeader(
            InetSocketAddress source,
            InetSocketAddress destination,
            @Nullable TlsFacts tls,
            @Nullable String alpn,
            @Nullable String authority,
            byte @Nullable [] uniqueId,
            List<CustomTlv> custom) {
        requireResolved("source", source);
        requireResolved("destination", destination);
        this.source = source;
        this.destination = destination;
        this.tls = tls;
        this.alpn = alpn;
        this.authority = authority;
        this.uniqueId = copyOf(uniqueId);
        this.custom = List.copyOf(custom);
    }

    /** A header without fields of the operator's. */
    public ProxyHeader(
            InetSocketAddress source,
            InetSocketAddress destination,
            @Nullable TlsFacts tls,
            @Nullable String alpn,
            @Nullable String authority,
            byte @Nullable [] uniqueId) {
        this(source, destination, tls, alpn, authority, uniqueId, List.of());
    }

    /** A header with addresses only. */
    public static ProxyHeader ofAddresses(InetSocketAddress source, InetSocketAddress destination) {
        return new ProxyHeader(source, destination, null, null, null, null);
    }

    /** A copy of the identifier, or null. */
    @Override
    public byte @Nullable [] uniqueId() {
        return copyOf(uniqueId);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProxyHeader that
                && source.equals(that.source)
                && destination.equals(that.destination)
                && Objects.equals(tls, that.tls)
                && Objects.equals(alpn, that.alpn)
                && Objects.equals(authority, that.authority)
                && Arrays.equals(uniqueId, that.uniqueId)
                && custom.equals(that.custom);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, destination, tls, alpn, authority, Arrays.hashCode(uniqueId), custom);
    }

    /** Only the addresses: the rest can come from hostile clients and would reach logs unescaped. */
    @Override
    public String toString() {
        return "ProxyHeader[" + source + " to " + destination + "]";
    }

    private static void requireResolved(String name, InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(name + " " + address + " (expected: a resolved address)");
        }
    }

    private static byte @Nullable [] copyOf(byte @Nullable [] bytes) {
        return bytes == null ? null : bytes.clone();
    }
}
