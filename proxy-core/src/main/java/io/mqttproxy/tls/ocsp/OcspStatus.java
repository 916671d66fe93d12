package io.mqttproxy.tls.ocsp;

/** What a responder says about a certificate (RFC 6960 section 2.2). */
public enum OcspStatus {
    /** It is not revoked. */
    GOOD,
    /** It is revoked, or on hold. */
    REVOKED,
    /** The responder does not know it. */
    UNKNOWN
}
