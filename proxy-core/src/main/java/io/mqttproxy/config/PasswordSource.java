package io.mqttproxy.config;

import io.mqttproxy.identity.Template;

/** Where the password comes from that a backend sees. Its text form is always {@code ***}. */
public sealed interface PasswordSource {
    /** The client's own, and the file says so. */
    record Keep() implements PasswordSource {}

    /** The same for every client. */
    record Fixed(Secret secret) implements PasswordSource {
        @Override
        public String toString() {
            return Secret.HIDDEN;
        }
    }

    /** Made for each client. */
    record Rendered(Template template) implements PasswordSource {
        @Override
        public String toString() {
            return Secret.HIDDEN;
        }
    }
}
