package io.mqttproxy.json;

/** A text that is not the JSON that was expected. Has no stack trace. */
public final class JsonException extends Exception {

    private static final long serialVersionUID = 1L;

    JsonException(String message) {
        super(message, null, false, false);
    }
}
