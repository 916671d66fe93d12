package io.mqttproxy.tls.revocation;

import java.time.Instant;

/**
 * What is known about a certificate from its responder.
 *
 * @param status unknown also when there was no answer
 * @param detail why it is unknown; empty otherwise
 * @param freshUntil when to ask again
 */
record OcspAnswer(Verdict.Status status, String detail, Instant freshUntil) {

    boolean freshAt(Instant now) {
        return now.isBefore(freshUntil);
    }

    boolean revoked() {
        return status == Verdict.Status.REVOKED;
    }
}
