package io.mqttproxy.relay;

import java.util.List;

/** What a line of the access log is about. */
enum AccessEvent {
    /** A backend has accepted a client. */
    CONNECTED("connected", "success", "start"),
    /** A client that was accepted has gone, or was sent away. */
    DISCONNECTED("disconnected", "success", "end"),
    /** A connection has ended that no backend had accepted. */
    REFUSED("refused", "failure", "denied");

    private final String label;
    private final String outcome;
    private final String type;

    AccessEvent(String label, String outcome, String type) {
        this.label = label;
        this.outcome = outcome;
        this.type = type;
    }

    /** Of a connection that has ended: which of the two counters it went to. */
    static AccessEvent ended(Session session) {
        return session.phase() == Session.Phase.RELAYING ? DISCONNECTED : REFUSED;
    }

    /** The word in both forms of a line. */
    String label() {
        return label;
    }

    /** ECS {@code event.outcome}: whether a backend had accepted the client. */
    String outcome() {
        return outcome;
    }

    /** ECS {@code event.type}. */
    List<String> types() {
        return List.of("connection", type);
    }
}
