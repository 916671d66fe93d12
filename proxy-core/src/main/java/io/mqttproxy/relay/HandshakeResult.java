package io.mqttproxy.relay;

import io.mqttproxy.metrics.Label;

/** How a handshake ended, as the label {@code result}. */
public enum HandshakeResult implements Label {
    /** TLS is up. */
    OK("ok"),
    /** TLS did not come up; the connection's {@code reason} says why. */
    FAILED("failed");

    private final String label;

    HandshakeResult(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
