package io.mqttproxy.tls.stapling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.tls.ocsp.OcspException;
import io.mqttproxy.tls.ocsp.OcspReply;
import io.mqttproxy.tls.ocsp.OcspStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StapleTest {

    private static final byte[] DER = {1, 2, 3};

    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Instant tomorrow = now.plus(Duration.ofDays(1));

    @Test
    void isGoodUntilTheNextUpdateAndRefreshedHalfWay() throws Exception {
        Staple staple = Staple.of(reply(OcspStatus.GOOD, now, tomorrow), now);

        assertThat(staple.der()).isEqualTo(DER);
        assertThat(staple.validAt(tomorrow.minusMillis(1))).isTrue();
        assertThat(staple.validAt(tomorrow)).isFalse();
        assertThat(staple.refreshAt()).isEqualTo(now.plus(Duration.ofHours(12)));
    }

    @Test
    void withoutAnEndIsGoodForOneHourFromItsDate() throws Exception {
        OcspReply reply = reply(OcspStatus.GOOD, now.minusSeconds(60), null);

        assertThat(Staple.of(reply, now).end()).isEqualTo(now.minusSeconds(60).plus(Duration.ofHours(1)));
    }

    @Test
    void isNotMadeOfAnOldReplyWithoutAnEndThatSomebodyMayHaveKept() {
        OcspReply reply = reply(OcspStatus.GOOD, now.minus(Duration.ofDays(1)), null);

        assertThatExceptionOfType(OcspException.class)
                .isThrownBy(() -> Staple.of(reply, now))
                .withMessage("the answer was good until 2025-12-31T01:00:00Z only");
    }

    @Test
    void isNotMadeOfAReplyThatClientsWouldCallExpired() {
        OcspReply reply = reply(OcspStatus.GOOD, now.minusSeconds(60), now);

        assertThatExceptionOfType(StapleException.class)
                .isThrownBy(() -> Staple.of(reply, now))
                .withMessage("the answer was good until 2026-01-01T00:00:00Z only");
    }

    @Test
    void isNotMadeOfWhatIsNotGood() {
        assertThatExceptionOfType(RevokedException.class)
                .isThrownBy(() -> Staple.of(reply(OcspStatus.REVOKED, now, tomorrow), now))
                .withMessage("the certificate is revoked");
        assertThatExceptionOfType(StapleException.class)
                .isThrownBy(() -> Staple.of(reply(OcspStatus.UNKNOWN, now, tomorrow), now))
                .withMessage("the responder does not know the certificate");
    }

    private static OcspReply reply(OcspStatus status, Instant from, @Nullable Instant to) {
        return new OcspReply(status, from, to, false, DER);
    }
}
