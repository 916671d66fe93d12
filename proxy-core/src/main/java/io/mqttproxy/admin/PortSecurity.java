package io.mqttproxy.admin;

import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/** TLS of the admin port, handed in. On its event loop. */
public interface PortSecurity {

    /** Plain HTTP. */
    PortSecurity NONE = new PortSecurity() {
        @Override
        public @Nullable Handshake begin() {
            return null;
        }

        @Override
        public String reason(Throwable failure) {
            return failure.toString();
        }
    };

    /** One handshake. */
    interface Handshake {

        /** What takes the first bytes of a new connection, and becomes an {@link SslHandler}. */
        ChannelHandler handler();

        /** What somebody whose handshake is done may do because of the certificate that was verified in it. */
        Caller.Rights rights(SslHandler finished);
    }

    /**
     * For a new connection.
     *
     * @return null for plain HTTP
     */
    @Nullable Handshake begin();

    /** Why a handshake failed, in a few words for the log. */
    String reason(Throwable failure);
}
