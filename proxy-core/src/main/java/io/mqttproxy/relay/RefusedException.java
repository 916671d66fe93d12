package io.mqttproxy.relay;

import org.jspecify.annotations.Nullable;

/** A CONNECT that a policy turns down. Carries the reason instead of a stack trace: clients cause it at will. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final CloseReason reason;

    /**
     * @param message what was wrong, for the access log; free of secrets and of raw client input
     */
    RefusedException(CloseReason reason, @Nullable String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    CloseReason reason() {
        return reason;
    }
}
