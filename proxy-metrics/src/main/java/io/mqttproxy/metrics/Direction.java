package io.mqttproxy.metrics;

/** Which way bytes are relayed. */
public enum Direction implements Label {
    /** From the client to the backend. */
    CLIENT_TO_BACKEND("client_to_backend"),
    /** From the backend to the client. */
    BACKEND_TO_CLIENT("backend_to_client");

    private final String label;

    Direction(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
