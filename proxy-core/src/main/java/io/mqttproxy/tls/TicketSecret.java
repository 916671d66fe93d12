package io.mqttproxy.tls;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/**
 * What ticket keys are derived from where a listener has no file of keys: made at start, never written anywhere, gone with
 * the process.
 *
 * <p>An engine's own keys would go with its context, so that each change of a file would cost a fleet its sessions.
 */
final class TicketSecret {

    /** How old a ticket may become; the default of {@code sessionTickets.lifetime}. */
    static final Duration LIFETIME = Duration.ofHours(12);

    private final byte[] bytes = new byte[TicketKeyFile.MIN_BYTES];

    TicketSecret() {
        new SecureRandom().nextBytes(bytes);
    }

    /** For {@link TicketKeys}. */
    List<byte[]> asList() {
        return List.of(bytes.clone());
    }
}
