package io.mqttproxy.tls.revocation;

import io.mqttproxy.tls.ocsp.OcspException;
import io.mqttproxy.tls.ocsp.OcspReply;
import java.time.Duration;
import java.time.Instant;

/**
 * What is known about a certificate from its responder.
 *
 * @param status unknown also when there was no answer
 * @param detail why it is unknown; empty otherwise
 * @param freshUntil when to ask again
 * @param since when the responder knew it; without an answer, when that was missing
 */
record KnownStatus(Verdict.Status status, String detail, Instant freshUntil, Instant since) {

    /** A reply that is out of date as soon as it is given is still used for the handshake that asked. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    /**
     * What a reply says, and for how long.
     *
     * @param now when it came
     * @param cache the longest that it is used
     * @throws OcspException when it is too old for that
     */
    static KnownStatus of(OcspReply reply, Instant now, Duration cache) throws OcspException {
        Instant end = reply.end(now, cache);
        Instant longest = now.plus(cache);
        Instant freshUntil = end.isBefore(longest) ? end : longest;
        Instant least = now.plus(LEAST);
        Instant askAgain = freshUntil.isBefore(least) ? least : freshUntil;
        return new KnownStatus(status(reply), detail(reply), askAgain, reply.thisUpdate());
    }

    private static Verdict.Status status(OcspReply reply) {
        return switch (reply.status()) {
            case GOOD -> Verdict.Status.GOOD;
            case REVOKED -> Verdict.Status.REVOKED;
            case UNKNOWN -> Verdict.Status.UNKNOWN;
        };
    }

    private static String detail(OcspReply reply) {
        return status(reply) == Verdict.Status.UNKNOWN ? "the responder does not know it" : "";
    }

    boolean freshAt(Instant now) {
        return now.isBefore(freshUntil);
    }

    /**
     * Whether this counts in place of a revocation that is known: a later one, or what takes it back. An answer that the
     * responder gave before it knew of that does neither, though it may still be in date: whoever stands on the way can send it
     * again and again (RFC 6960 section 5), and an older revocation would be taken back by less.
     */
    boolean replaces(KnownStatus revocation) {
        return revoked()
                ? !since.isBefore(revocation.since)
                : status == Verdict.Status.GOOD && since.isAfter(revocation.since);
    }

    /** The same, to be asked about again at another time. */
    KnownStatus freshUntil(Instant other) {
        return new KnownStatus(status, detail, other, since);
    }

    boolean revoked() {
        return status == Verdict.Status.REVOKED;
    }
}
