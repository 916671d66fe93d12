package io.mqttproxy.tls;

/** No certificate is configured for the server name of a ClientHello (RFC 6066 section 3). Without stack trace. */
final class UnknownServerNameException extends Exception {

    private static final long serialVersionUID = 1L;

    UnknownServerNameException() {
        super("no certificate for this server name", null, false, false);
    }
}
