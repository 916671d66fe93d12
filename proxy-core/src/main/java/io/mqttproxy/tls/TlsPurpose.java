package io.mqttproxy.tls;

import io.mqttproxy.config.AdminTlsConfig;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.identity.IdentityRule;
import org.jspecify.annotations.Nullable;

/**
 * What a port with TLS is for, as far as its contexts depend on it.
 *
 * @param name of the listener, in logs and metrics
 * @param identity what becomes of client certificates; null = nothing
 * @param protocol its name in ALPN (RFC 7301), for clients that offer it
 */
record TlsPurpose(String name, @Nullable IdentityRule identity, String protocol) {

    /** The admin port, of which browsers ask that it chooses HTTP/1.1 where they offer more. */
    static final TlsPurpose ADMIN = new TlsPurpose(AdminTlsConfig.PORT, null, "http/1.1");

    /** Devices that offer {@code mqtt} (IANA's name for MQTT over TLS) get it; the others are served all the same. */
    static TlsPurpose of(ListenerConfig listener) {
        return new TlsPurpose(listener.name(), listener.identity(), "mqtt");
    }
}
