package io.mqttproxy.relay;

import io.mqttproxy.metrics.Label;

/** How a CONNECT was answered, as the label {@code result}. */
public enum ConnectResult implements Label {
    /** The backend's CONNACK accepted the client. */
    ACCEPTED("accepted"),
    /** The backend's CONNACK refused the client. */
    REFUSED_BY_BACKEND("refused_by_backend"),
    /** The proxy refused the client. */
    REFUSED("refused");

    private final String label;

    ConnectResult(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
