package io.mqttproxy.proxyprotocol;

/**
 * A header that must not be sent, because a backend would misread or refuse it. The connection has to be refused: without
 * the header the backend would take the proxy for the client. It has no stack trace, because what a client sends can cause
 * it, and its message does not quote that.
 */
public final class ProxyHeaderException extends Exception {
    private static final long serialVersionUID = 1L;

    ProxyHeaderException(String message) {
        super(message, null, false, false);
    }
}
