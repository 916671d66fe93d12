package io.mqttproxy.quickstart;

/** A command line that cannot be understood; the message names the argument and what was expected. */
final class UsageException extends Exception {

    UsageException(String message) {
        super(message);
    }
}
