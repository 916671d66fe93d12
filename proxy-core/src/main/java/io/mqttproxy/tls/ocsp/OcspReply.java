package io.mqttproxy.tls.ocsp;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a responder says about the certificate of a question; made by {@link OcspQuestion#verify} only.
 *
 * @param status the responder's word
 * @param thisUpdate when the responder knew it
 * @param nextUpdate until when it counts; null when the responder names no end
 * @param repeatsNonce whether it was made for this very question
 * @param der the whole OCSPResponse as its signature was checked, which nobody changes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; many handshakes staple the same bytes
public record OcspReply(
        OcspStatus status, Instant thisUpdate, @Nullable Instant nextUpdate, boolean repeatsNonce, byte[] der) {

    /**
     * When it ends. One without nextUpdate means that there may be something newer at any time (RFC 6960 section 4.2.2.1), so
     * it counts for a while: from now on where the nonce shows that it is new, else from its own date, or somebody on the way
     * could show the same one for ever.
     *
     * @param now when it came
     * @param unlimited for how long one without nextUpdate counts
     * @throws OcspException when that time is over
     */
    public Instant end(Instant now, Duration unlimited) throws OcspException {
        if (nextUpdate != null) {
            return nextUpdate;
        }
        return OcspVerifier.current((repeatsNonce ? now : thisUpdate).plus(unlimited), now);
    }
}
