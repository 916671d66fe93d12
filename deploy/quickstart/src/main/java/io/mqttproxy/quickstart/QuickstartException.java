package io.mqttproxy.quickstart;

/** Something that the user can do something about kept the quickstart from starting; the message says what. */
final class QuickstartException extends Exception {

    QuickstartException(String message) {
        super(message);
    }
}
