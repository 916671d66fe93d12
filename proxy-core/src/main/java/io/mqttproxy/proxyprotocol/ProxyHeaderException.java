package io.mqttproxy.proxyprotocol;

/**
 * These facts cannot be told to a backend in a PROXY header. The connection is to be refused.
 *
 * <p>The message names the value and what is wrong with it, and never contains the value. Without a stack trace, because
 * clients can cause it at any rate.
 */
public final class ProxyHeaderException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message {@code value: what is wrong (expected: what would be right)}, safe to log
     */
    public ProxyHeaderException(String message) {
        super(message, null, false, false);
    }
}
