package io.mqttproxy.tls.revocation;

/** An answer of an OCSP responder that is worth nothing; the message says why. Without stack trace. */
final class OcspException extends Exception {

    private static final long serialVersionUID = 1L;

    OcspException(String message) {
        super(message, null, false, false);
    }
}
