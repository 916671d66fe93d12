package io.mqttproxy.tls;

/** Hears when more certificates may have become revoked, so that sessions that are open can be looked at again. */
@FunctionalInterface
public interface RevocationListener {

    /**
     * A listener has learnt something new; {@link LiveTls#isRevoked} answers accordingly. Called in the background and by
     * threads of the network: must not block.
     *
     * @param listener the listener's name
     */
    void changed(String listener);
}
