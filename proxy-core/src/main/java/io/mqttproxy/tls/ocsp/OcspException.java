package io.mqttproxy.tls.ocsp;

/**
 * There is no reply of an OCSP responder that is worth something; the message says why and is for a log. Without a stack
 * trace: whoever sends a reply could have one made as often as they like.
 */
public final class OcspException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Takes what goes into the log. */
    public OcspException(String message) {
        super(message, null, false, false);
    }
}
