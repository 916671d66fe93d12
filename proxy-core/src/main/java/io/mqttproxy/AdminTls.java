package io.mqttproxy;

import io.mqttproxy.admin.Caller;
import io.mqttproxy.admin.PortSecurity;
import io.mqttproxy.config.AdminConfig;
import io.mqttproxy.config.AdminTlsConfig;
import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.tls.HandshakeFailure;
import io.mqttproxy.tls.TlsSession;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the admin port as the configuration that serves has it: with, without, and with which certificates can change while
 * the port is open.
 */
final class AdminTls implements PortSecurity {

    private final LiveConfiguration serving;

    /** @param serving what serves */
    AdminTls(LiveConfiguration serving) {
        this.serving = serving;
    }

    @Override
    public @Nullable Handshake begin() {
        @Nullable AdminTlsConfig then = section(); // first: an older one than the CAs gives fewer rights, never more
        @Nullable ChannelHandler first = serving.tls().adminHandshake();
        return first == null ? null : new Begun(first, then);
    }

    private @Nullable AdminTlsConfig section() {
        @Nullable AdminConfig admin = serving.config().admin();
        return admin == null ? null : admin.tls();
    }

    @Override
    public String reason(Throwable failure) {
        String word = HandshakeFailure.of(failure).name().toLowerCase(Locale.ROOT);
        @Nullable String words = HandshakeFailure.describe(failure);
        return words == null ? word : word + ", " + words;
    }

    /** Begun under one configuration, and perhaps verified and finished under the next. */
    private final class Begun implements Handshake {
        private final ChannelHandler first;
        private final @Nullable AdminTlsConfig then;

        Begun(ChannelHandler first, @Nullable AdminTlsConfig then) {
            this.first = first;
            this.then = then;
        }

        @Override
        public ChannelHandler handler() {
            return first;
        }

        /**
         * The handshake has refused every certificate that is not of the CAs that were configured. Where a reload came between,
         * those may be others than the ones that the rule about changes is for.
         */
        @Override
        public Caller.Rights rights(SslHandler finished) {
            if (TlsSession.of(finished).identity() instanceof NoIdentity) {
                return Caller.Rights.NONE;
            }
            @Nullable AdminTlsConfig now = section();
            return now != null && now.equals(then) && now.changes() == AdminTlsConfig.Changes.CERTIFICATE
                    ? Caller.Rights.CHANGE
                    : Caller.Rights.READ;
        }
    }
}
