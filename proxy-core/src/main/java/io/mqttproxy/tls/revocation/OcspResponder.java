package io.mqttproxy.tls.revocation;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** A responder and whether it is worth asking: one that is down must not cost each handshake its whole timeout. */
final class OcspResponder {

    private static final int MOST_FAILURES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final URI location;
    private int failures;
    private Instant pausedUntil = Instant.MIN;

    OcspResponder(URI location) {
        this.location = location;
    }

    URI location() {
        return location;
    }

    synchronized boolean pausedAt(Instant now) {
        return now.isBefore(pausedUntil);
    }

    synchronized void answered() {
        failures = 0;
    }

    /** Pauses after some failures in a row; one more failure behind the pause is enough for the next. */
    synchronized void failed(Instant now) {
        failures++;
        if (failures >= MOST_FAILURES) {
            pausedUntil = now.plus(PAUSE);
        }
    }
}
