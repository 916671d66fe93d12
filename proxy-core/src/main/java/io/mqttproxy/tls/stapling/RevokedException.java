package io.mqttproxy.tls.stapling;

/** The responder says that our certificate is revoked. */
final class RevokedException extends StapleException {
    private static final long serialVersionUID = 1L;

    RevokedException() {
        super("the certificate is revoked");
    }
}
