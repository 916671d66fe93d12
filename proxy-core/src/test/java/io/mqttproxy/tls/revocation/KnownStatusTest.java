package io.mqttproxy.tls.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.tls.ocsp.OcspException;
import io.mqttproxy.tls.ocsp.OcspReply;
import io.mqttproxy.tls.ocsp.OcspStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownStatusTest {

    private static final Duration CACHE = Duration.ofMinutes(10);

    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Instant soon = now.plusSeconds(60);
    private final Instant yesterday = now.minus(Duration.ofDays(1));

    @Test
    void isWhatTheResponderSays() throws Exception {
        assertThat(known(reply(OcspStatus.GOOD, now, soon)))
                .isEqualTo(new KnownStatus(Verdict.Status.GOOD, "", soon, now));
        assertThat(known(reply(OcspStatus.REVOKED, now, soon)).revoked()).isTrue();
        assertThat(known(reply(OcspStatus.UNKNOWN, now, soon)))
                .isEqualTo(new KnownStatus(Verdict.Status.UNKNOWN, "the responder does not know it", soon, now));
    }

    @Test
    void isFreshUntilTheReplyEndsButNoLongerThanTheCacheAllows() throws Exception {
        assertThat(known(reply(OcspStatus.GOOD, now, now.plus(Duration.ofDays(7))))
                        .freshUntil())
                .isEqualTo(now.plus(CACHE));
        assertThat(known(reply(OcspStatus.GOOD, now.minusSeconds(60), null)).freshUntil())
                .isEqualTo(now.minusSeconds(60).plus(CACHE));
    }

    @Test
    void servesTheHandshakeThatAskedThoughTheReplyEndsAtOnce() throws Exception {
        KnownStatus known = known(reply(OcspStatus.GOOD, yesterday, now));

        assertThat(known.freshAt(now)).isTrue();
        assertThat(known.freshAt(now.plusSeconds(1))).isFalse();
    }

    @Test
    void isNotMadeOfAnOldReplyWithoutAnEndUnlessTheNonceShowsThatItIsNew() throws Exception {
        assertThatExceptionOfType(OcspException.class)
                .isThrownBy(() -> known(reply(OcspStatus.GOOD, yesterday, null)))
                .withMessage("the answer was good until 2025-12-31T00:10:00Z only");
        assertThat(known(new OcspReply(OcspStatus.GOOD, yesterday, null, true, new byte[0]))
                        .freshUntil())
                .isEqualTo(now.plus(CACHE));
    }

    private KnownStatus known(OcspReply reply) throws OcspException {
        return KnownStatus.of(reply, now, CACHE);
    }

    private static OcspReply reply(OcspStatus status, Instant from, @Nullable Instant to) {
        return new OcspReply(status, from, to, false, new byte[0]);
    }
}
