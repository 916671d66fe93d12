package io.mqttproxy.tls;

import javax.net.ssl.SSLException;

/** A record that TLS allows and the proxy does not. Without stack trace: hostile clients trigger this at will. */
final class RefusedRecordException extends SSLException {

    private static final long serialVersionUID = 1L;

    RefusedRecordException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
