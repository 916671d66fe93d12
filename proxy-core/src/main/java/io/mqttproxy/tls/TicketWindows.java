package io.mqttproxy.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Time cut into windows, counted from 1970, each with ticket keys of its own. BoringSSL enforces no ticket lifetime that one
 * could set, so a ticket ends when the keys of its window are forgotten: after at least three quarters of the lifetime, and
 * never after more than all of it.
 *
 * @param lifetime how old a ticket may become, at least some milliseconds
 */
record TicketWindows(Duration lifetime) {

    private static final int WINDOWS_IN_A_LIFETIME = 4;

    /** The length of one window in milliseconds. */
    long millis() {
        return Math.max(1, lifetime.toMillis() / WINDOWS_IN_A_LIFETIME);
    }

    /** The number of the window at an instant. */
    long at(Instant now) {
        return Math.floorDiv(now.toEpochMilli(), millis());
    }

    /**
     * The windows whose tickets are taken; new tickets are of the first. The one ahead is for tickets of a proxy whose clock
     * is ahead of ours.
     */
    List<Long> accepted(Instant now) {
        long current = at(now);
        return List.of(current, current + 1, current - 1, current - 2, current - 3);
    }

    /** How long until the next window begins, in milliseconds, at least 1. */
    long millisToNext(InstantSource clock) {
        return millis() - Math.floorMod(clock.instant().toEpochMilli(), millis());
    }
}
