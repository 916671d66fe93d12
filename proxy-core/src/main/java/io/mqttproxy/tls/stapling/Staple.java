package io.mqttproxy.tls.stapling;

import io.mqttproxy.tls.ocsp.OcspException;
import io.mqttproxy.tls.ocsp.OcspReply;
import java.time.Duration;
import java.time.Instant;

/** A verified OCSP response that says our certificate is good. Immutable. */
final class Staple {

    /** For answers that name no end: RFC 6960 section 4.2.2.1 means by that "ask again at any time". */
    private static final Duration WITHOUT_END = Duration.ofHours(1);

    private final byte[] der;
    private final Instant from;
    private final Instant end;

    private Staple(byte[] der, Instant from, Instant end) {
        this.der = der;
        this.from = from;
        this.end = end;
    }

    /**
     * Takes a reply over. The end is taken by the letter here: clients would refuse one that is past it.
     *
     * @param reply about one of our certificates
     * @param now when it came
     * @throws RevokedException when it says revoked
     * @throws StapleException when it says anything else but good, or has ended
     * @throws OcspException when it names no end and is old
     */
    static Staple of(OcspReply reply, Instant now) throws StapleException, OcspException {
        switch (reply.status()) {
            case REVOKED -> throw new RevokedException();
            case UNKNOWN -> throw new StapleException("the responder does not know the certificate");
            case GOOD -> {}
        }
        Instant end = reply.end(now, WITHOUT_END);
        if (!now.isBefore(end)) {
            throw new StapleException("the answer was good until " + end + " only");
        }
        return new Staple(reply.der(), now, end);
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
