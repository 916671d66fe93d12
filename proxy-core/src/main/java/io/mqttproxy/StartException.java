package io.mqttproxy;

/** The proxy cannot start although its configuration is well formed; the message is for the operator. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
