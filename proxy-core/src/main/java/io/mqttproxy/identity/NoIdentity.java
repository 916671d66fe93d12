package io.mqttproxy.identity;

import org.jspecify.annotations.Nullable;

/** A client that has proved nothing: plain TCP, or TLS without a client certificate. */
public enum NoIdentity implements PeerIdentity {
    /** The only one. */
    INSTANCE;

    @Override
    public @Nullable String find(CertificateField field) {
        return null;
    }

    @Override
    public @Nullable String find(CertificateField field, int maxBytes) {
        return null;
    }
}
