package io.mqttproxy.admin;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as far as the connection tells.
 *
 * @param address where from; null when it is gone
 * @param encrypted whether over TLS that ends here
 * @param rights from a client certificate
 */
public record Caller(@Nullable SocketAddress address, boolean encrypted, Rights rights) {

    /** What a client certificate is good for. */
    public enum Rights {
        /** Nothing: there is none. */
        NONE,
        /** It stands for the token where something is read. */
        READ,
        /** It stands for the token. */
        CHANGE
    }

    private static final AttributeKey<Rights> SECURED = AttributeKey.valueOf(Caller.class, "secured");

    /** Notes that the handshake of a connection is done. */
    static void secured(Channel channel, Rights rights) {
        channel.attr(SECURED).set(rights);
    }

    /** The one at the other end of a connection. */
    static Caller of(Channel channel) {
        @Nullable Rights rights = channel.attr(SECURED).get();
        return new Caller(channel.remoteAddress(), rights != null, Objects.requireNonNullElse(rights, Rights.NONE));
    }

    boolean isLoopback() {
        return address instanceof InetSocketAddress socket
                && socket.getAddress() != null
                && socket.getAddress().isLoopbackAddress();
    }

    /** Whether nothing else is asked for before reading. */
    boolean mayRead() {
        return isLoopback() || rights != Rights.NONE;
    }
}
