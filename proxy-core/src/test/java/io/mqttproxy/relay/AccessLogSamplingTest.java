package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mqttproxy.relay.AccessLogSampling.Limits;
import io.mqttproxy.relay.Session.Phase;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessLogSamplingTest {

    @Test
    void eachReasonHasItsOwnShareAndAcceptedClientsAreNotLeftOut() {
        // given
        AccessLogSampling sampling = new AccessLogSampling(new Limits(1, Integer.MAX_VALUE, 0));

        // when a flood of one kind comes, for longer than a second may last
        long admitted = 0;
        for (int i = 0; i < 1_000; i++) {
            admitted += sampling.admits(Phase.OPENING, CloseReason.NOT_TLS) ? 1 : 0;
            assertThat(sampling.admits(Phase.RELAYING, CloseReason.CLIENT_CLOSED))
                    .isTrue();
        }

        // then
        assertThat(sampling.admits(Phase.CONNECTING, CloseReason.NO_ROUTE)).isTrue();
        assertThat(sampling.leftOut()).isEqualTo(1_000 - admitted).isPositive();
        assertThat(sampling.leftOutByEnd()).isEqualTo(Map.of("refused not_tls", 1_000 - admitted));
    }

    @Test
    void acceptedClientsAreLeftOutWhereThatIsWanted() {
        // given
        AccessLogSampling sampling = new AccessLogSampling(Limits.NONE);
        assertThat(sampling.admits(Phase.RELAYING, CloseReason.DRAIN)).isTrue();

        // when
        sampling.limits(new Limits(Integer.MAX_VALUE, 1, 0));
        for (int i = 0; i < 1_000; i++) {
            sampling.admits(Phase.RELAYING, CloseReason.DRAIN);
            assertThat(sampling.admits(Phase.OPENING, CloseReason.DRAIN)).isTrue();
        }

        // then
        assertThat(sampling.leftOutByEnd()).containsOnlyKeys("disconnected drain");
    }

    @Test
    void linesAboutConnectsAreThereWhenTheyAreWantedAndLimitedByThemselves() {
        // given
        AccessLogSampling sampling = new AccessLogSampling(Limits.NONE);
        assertThat(sampling.admitsConnected()).isFalse();
        assertThat(sampling.leftOut()).isZero();

        // when
        sampling.limits(new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1));
        long admitted = 0;
        for (int i = 0; i < 1_000; i++) {
            admitted += sampling.admitsConnected() ? 1 : 0;
            assertThat(sampling.admits(Phase.RELAYING, CloseReason.CLIENT_CLOSED))
                    .isTrue();
        }

        // then
        assertThat(admitted).isPositive();
        assertThat(sampling.leftOut()).isEqualTo(1_000 - admitted).isPositive();
        assertThat(sampling.leftOutByEnd()).isEqualTo(Map.of("connected", 1_000 - admitted));
    }

    /** An event loop in a flood must not fill the heap with what nobody reads. */
    @Test
    void whatIsLeftOutAllocatesNothing() {
        // given
        AccessLogSampling sampling = new AccessLogSampling(new Limits(1, 1, 1));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        leaveOut(sampling); // and has classes loaded
        long before = threads.getCurrentThreadAllocatedBytes();

        // when
        leaveOut(sampling);

        // then a tenth of a byte for each, which is the measurement itself
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
        assertThat(sampling.leftOut()).isGreaterThan(190_000);
    }

    private static void leaveOut(AccessLogSampling sampling) {
        for (int i = 0; i < 100_000; i++) {
            sampling.admits(Phase.OPENING, CloseReason.LIMIT_RATE);
            sampling.admitsConnected();
        }
    }
}
