package io.mqttproxy.takeover;

/** That the sockets of the running process could not be had; the message tells an operator why. */
public final class TakeoverException extends Exception {

    private static final long serialVersionUID = 1;

    TakeoverException(String message) {
        super(message);
    }

    TakeoverException(String message, Throwable cause) {
        super(message, cause);
    }
}
