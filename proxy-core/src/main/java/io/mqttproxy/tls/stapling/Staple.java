package io.mqttproxy.tls.stapling;

import java.time.Duration;
import java.time.Instant;

/** A verified OCSP response that says our certificate is good. Immutable. */
final class Staple {

    /** For answers that name no end: RFC 6960 section 4.2.2.1 means by that "ask again at any time". */
    private static final Duration WITHOUT_END = Duration.ofHours(1);

    private final byte[] der;
    private final Instant from;
    private final Instant end;

    /**
     * Takes the bytes over.
     *
     * @param der the whole OCSPResponse
     * @param received when it was fetched
     * @param nextUpdate when it ends
     */
    Staple(byte[] der, Instant received, Instant nextUpdate) {
        this.der = der;
        this.from = received;
        this.end = nextUpdate;
    }

    /** One that names no end. */
    static Staple withoutEnd(byte[] der, Instant received) {
        return new Staple(der, received, received.plus(WITHOUT_END));
    }

    /** The bytes for the handshake, which nobody may change. */
    byte[] der() {
        return der;
    }

    boolean validAt(Instant now) {
        return now.isBefore(end);
    }

    Instant end() {
        return end;
    }

    /** When to fetch the next one: half way, so that a responder may be away for the other half. */
    Instant refreshAt() {
        return from.plus(Duration.between(from, end).dividedBy(2));
    }
}
