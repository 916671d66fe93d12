package io.mqttproxy.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.trace.OtlpExporter.Limits;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of traces that wait when an exporter ends. */
@Timeout(60)
class OtlpExporterEndTest {

    private final ExporterUnderTest under = new ExporterUnderTest();

    @AfterEach
    void stop() {
        under.close();
    }

    @Test
    void sendsWhatWaitsWhenItCloses() {
        // given one that looks at its queue once in a while
        OtlpExporter exports = under.start(new Limits(
                8,
                4,
                ExporterUnderTest.LIMIT,
                ExporterUnderTest.TRIES,
                ExporterUnderTest.LIMIT,
                ExporterUnderTest.LIMIT));
        under.offer(7);

        // when
        exports.close();
        exports.offer(Setups.accepted(9));

        // then
        under.awaitCounts(7, 0, 1);
    }

    @Test
    void doesNotWaitForACollectorThatHangsWhenItCloses() {
        // given
        under.collector().hold();
        OtlpExporter exports = under.start(new Limits(
                8, 4, Duration.ofMillis(1), ExporterUnderTest.TRIES, Duration.ofMillis(1), Duration.ofMillis(50)));
        under.offer(1);
        under.awaitRequests(1);
        under.offer(5);

        // when
        exports.close();

        // then nothing is lost without being counted
        under.awaitCounts(0, 0, 6);
    }

    @Test
    void doesNotTryAgainWhenItCloses() {
        // given a collector that is down, and a long time until the second try
        under.collector().answer(503);
        OtlpExporter exports = under.start(new Limits(
                8, 4, Duration.ofMillis(1), ExporterUnderTest.TRIES, ExporterUnderTest.LIMIT, ExporterUnderTest.LIMIT));
        under.offer(1);
        under.awaitLines(1);

        // when
        exports.close();

        // then
        under.awaitCounts(0, 1, 0);
        assertThat(under.collector().requests()).isEqualTo(1);
    }

    @Test
    void endsByItselfWhenItIsRetired() {
        // given
        OtlpExporter exports = under.start(new Limits(
                8,
                4,
                ExporterUnderTest.LIMIT,
                ExporterUnderTest.TRIES,
                ExporterUnderTest.LIMIT,
                ExporterUnderTest.LIMIT));
        under.offer(3);

        // when
        exports.retire();

        // then
        under.awaitCounts(3, 0, 0);
    }
}
