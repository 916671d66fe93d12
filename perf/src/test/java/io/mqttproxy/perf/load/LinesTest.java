package io.mqttproxy.perf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {

    @Test
    void aJobSurvivesBeingWrittenAndRead() {
        Job job = new Job(
                Traffic.PUBLISH,
                8883,
                Security.MUTUAL,
                true,
                false,
                3,
                200,
                100,
                8,
                10_000,
                500,
                3000,
                List.of(17L, 18L));

        assertThat(Job.parse(job.toLine())).isEqualTo(job);
        assertThat(Job.parse(Job.release().toLine())).isEqualTo(Job.release());
    }

    @Test
    void anOutcomeSurvivesBeingWrittenAndRead() {
        Outcome outcome = new Outcome(1, 2, 3, 4, 5, 6, "it_failed", 7, "TLSv1.3/A/B", new Latency(7, 8, 9, 10));

        assertThat(Outcome.parse(outcome.toLine())).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "port", "=1", "port=1", "traffic=SLEEP"})
    void refusesWhatIsNoJob(String line) {
        assertThatThrownBy(() -> Job.parse(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFailureIsToldOnOneLine() {
        Outcome outcome = new Outcome(0, 0, 0, 0, 0, 1, "closed before\nthe CONNACK", 0, "-", Latency.NONE);

        assertThat(Outcome.parse(outcome.toLine()).firstFailure()).isEqualTo("closed_before_the_CONNACK");
    }

    @Test
    void refusesToWriteAValueThatWouldBreakTheLine() {
        Outcome outcome = new Outcome(0, 0, 0, 0, 0, 0, "-", 0, "two words", Latency.NONE);

        assertThatThrownBy(outcome::toLine).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void figuresAreByOperationAndByTime() {
        Outcome outcome = new Outcome(
                2_000, 4_000_000_000L, 1_000_000_000L, 3_000_000_000L, 400_000_000L, 0, "-", 0, "-", Latency.NONE);

        assertThat(outcome.cpuMicrosPerOperation()).isEqualTo(500);
        assertThat(outcome.perSecond()).isEqualTo(500);
        assertThat(outcome.utilisation()).isEqualTo(0.25);
        assertThat(outcome.loadUtilisation()).isEqualTo(0.75);
        assertThat(outcome.othersUtilisation()).isEqualTo(0.1);
        assertThat(Outcome.NONE.cpuMicrosPerOperation()).isZero();
    }
}
