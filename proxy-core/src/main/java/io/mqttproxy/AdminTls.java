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
 *
 * @param serving what serves
 */
record AdminTls(LiveConfiguration serving) implements PortSecurity {

    @Override
    public @Nullable ChannelHandler begin() {
        return serving.tls().adminHandshake();
    }

    /** The handshake has refused every certificate that is not of the configured CAs. */
    @Override
    public Caller.Rights rights(SslHandler finished) {
        if (TlsSession.of(finished).identity() instanceof NoIdentity) {
            return Caller.Rights.NONE;
        }
        @Nullable AdminConfig admin = serving.config().admin();
        @Nullable AdminTlsConfig section = admin == null ? null : admin.tls();
        return section != null && section.changes() == AdminTlsConfig.Changes.CERTIFICATE
                ? Caller.Rights.CHANGE
                : Caller.Rights.READ;
    }

    @Override
    public String reason(Throwable failure) {
        String word = HandshakeFailure.of(failure).name().toLowerCase(Locale.ROOT);
        return word + ", " + HandshakeFailure.describe(failure);
    }
}
