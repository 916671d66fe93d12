package io.mqttproxy.proxyprotocol;

/**
 * What came is no PROXY header, or one that breaks the specification. The connection is to be closed.
 *
 * <p>The message never contains bytes that came. Without a stack trace, because senders can cause it at any rate.
 */
public final class MalformedHeaderException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message {@code what: what is wrong (expected: what would be right)}, safe to log
     */
    MalformedHeaderException(String message) {
        super(message, null, false, false);
    }
}
