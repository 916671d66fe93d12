package io.mqttproxy.perf.peers;

import java.io.IOException;

/** A peer does not serve. The message is for people and says where to look. */
public final class PeerFailure extends IOException {

    private static final long serialVersionUID = 1L;

    /** With its only fact. */
    public PeerFailure(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
