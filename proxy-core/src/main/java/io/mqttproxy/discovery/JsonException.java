package io.mqttproxy.discovery;

/** A text that is not the JSON that was expected. Has no stack trace. */
final class JsonException extends Exception {

    private static final long serialVersionUID = 1L;

    JsonException(String message) {
        super(message, null, false, false);
    }
}
