package io.mqttproxy.proxyprotocol;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a client's connection. Values are checked when they are written, see {@link ProxyHeaderEncoder}.
 *
 * @param source the client's address
 * @param destination the address that the client connected to
 * @param tls of the session, or null for a client without TLS
 * @param alpn the agreed application protocol; null or empty when there is none
 * @param authority the server name that the client asked for; null or empty when there is none
 * @param uniqueId 1 to 128 bytes that name the connection, or null; the record does not copy them
 */
public record ProxyHeader(
        InetSocketAddress source,
        InetSocketAddress destination,
        @Nullable TlsFacts tls,
        @Nullable String alpn,
        @Nullable String authority,
        @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] uniqueId) {

    /** Takes the values as they are. Written out for the nullness of the array, which the short form loses. */
    public ProxyHeader(
            InetSocketAddress source,
            InetSocketAddress destination,
            @Nullable TlsFacts tls,
            @Nullable String alpn,
            @Nullable String authority,
            byte @Nullable [] uniqueId) {
        this.source = source;
        this.destination = destination;
        this.tls = tls;
        this.alpn = alpn;
        this.authority = authority;
        this.uniqueId = uniqueId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProxyHeader that
                && source.equals(that.source)
                && destination.equals(that.destination)
                && Objects.equals(tls, that.tls)
                && Objects.equals(alpn, that.alpn)
                && Objects.equals(authority, that.authority)
                && Arrays.equals(uniqueId, that.uniqueId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, destination, tls, alpn, authority, Arrays.hashCode(uniqueId));
    }
}
