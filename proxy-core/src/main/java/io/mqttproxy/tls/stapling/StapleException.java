package io.mqttproxy.tls.stapling;

/** There is no staple, and why; the message goes into the log. Without a stack trace: what it is about came from outside. */
class StapleException extends Exception {
    private static final long serialVersionUID = 1L;

    StapleException(String message) {
        super(message, null, false, false);
    }
}
