package io.mqttproxy.tls;

import java.security.cert.CertificateException;

/** A client certificate that was not believed; travels as the cause of what the engine throws. Without stack trace. */
final class UntrustedClientException extends CertificateException {

    private static final long serialVersionUID = 1L;

    private final HandshakeFailure failure;

    UntrustedClientException(HandshakeFailure failure, String message) {
        super(message);
        this.failure = failure;
    }

    HandshakeFailure failure() {
        return failure;
    }

    /** Hostile clients trigger this at will: no stack trace is taken. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
