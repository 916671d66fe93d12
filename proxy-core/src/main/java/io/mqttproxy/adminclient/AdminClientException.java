package io.mqttproxy.adminclient;

/** A running proxy could not be asked, or refused; the message says why, for people. */
public final class AdminClientException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With its message. */
    public AdminClientException(String message) {
        super(message);
    }

    /** With its message and what lies beneath. */
    public AdminClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
