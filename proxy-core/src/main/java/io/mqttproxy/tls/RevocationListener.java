package io.mqttproxy.tls;

/** Hears when more certificates may have become revoked, so that sessions that are open can be looked at again. */
@FunctionalInterface
public interface RevocationListener {

    /**
     * A listener has learnt something new; {@link LiveTls#isRevoked} answers accordingly. Called in the background, one
     * call at a time for each listener.
     *
     * @param listener the listener's name
     */
    void changed(String listener);
}
