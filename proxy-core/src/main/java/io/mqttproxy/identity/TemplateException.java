package io.mqttproxy.identity;

/** A template that an operator wrote wrongly; the message says what and how it is right, never the template's text. */
public final class TemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message {@code what is wrong (expected: what would be right)}
     */
    public TemplateException(String message) {
        super(message, null, false, false);
    }
}
