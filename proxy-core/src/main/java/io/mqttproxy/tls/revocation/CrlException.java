package io.mqttproxy.tls.revocation;

/** Bytes that are no CRL which could be relied on; the message says why and contains no secret. Without stack trace. */
final class CrlException extends Exception {

    private static final long serialVersionUID = 1L;

    CrlException(String message) {
        super(message, null, false, false);
    }
}
