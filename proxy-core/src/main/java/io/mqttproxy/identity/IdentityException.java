package io.mqttproxy.identity;

/**
 * No trustworthy identity: a field is missing, ambiguous or not clean text. The connection is to be refused.
 *
 * <p>The message names the field and what is wrong with it; text from the certificate appears only escaped and shortened.
 * Without a stack trace, because clients can cause it at any rate.
 */
public final class IdentityException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message {@code field: what is wrong (expected: what would be right)}, safe to log
     */
    public IdentityException(String message) {
        super(message, null, false, false);
    }
}
