package io.mqttproxy.perf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {

    static Sample sample(Work work, String peer, int round, Figure figure, double value) {
        return new Sample(work.label(), peer, round, "-", Map.of(figure.key(), value));
    }

    private static Sample cpu(String peer, int round, double micros) {
        return sample(Work.FULL, peer, round, Figure.CPU_MICROS, micros);
    }

    private static Results results(Sample... samples) {
        return new Results(Map.of(), "haproxy", List.of(samples));
    }

    @Test
    void ratiosAreTakenRoundByRound() {
        Results results = results(
                cpu("haproxy", 1, 100),
                cpu("proxy", 1, 50),
                cpu("haproxy", 2, 300),
                cpu("proxy", 2, 210),
                cpu("haproxy", 3, 100),
                cpu("proxy", 3, 60));

        assertThat(results.ratio(Work.FULL, "proxy", Figure.CPU_MICROS)).contains(new Spread(0.5, 0.6, 0.7));
    }

    @Test
    void aRoundThatOneOfBothMissedHasNoRatio() {
        Results results = results(cpu("haproxy", 1, 100), cpu("proxy", 2, 50));

        assertThat(results.ratio(Work.FULL, "proxy", Figure.CPU_MICROS)).isEmpty();
        assertThat(results.ratio(Work.FULL, "proxy", Figure.P50_MICROS)).isEmpty();
    }

    @Test
    void theBaselineIsNoPeer() {
        Results results = results(cpu(Results.NO_PROXY, 1, 1), cpu("proxy", 1, 2), cpu("haproxy", 1, 3));

        assertThat(results.peers()).containsExactly("proxy", "haproxy");
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleOnes() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(1, 2.5, 4));
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resultsSurviveBeingWrittenAndRead() {
        Results results = new Results(
                Map.of("machine", "\"quoted\" \\ back\tµs"),
                "haproxy",
                List.of(cpu("haproxy", 1, 338.1), sample(Work.STORM, "proxy", 2, Figure.WARM_SHARE, 0.0001)));

        assertThat(ResultsJson.read(ResultsJson.write(results))).isEqualTo(results);
    }

    @Test
    void refusesNumbersThatJsonCannotHold() {
        Results results = results(cpu("proxy", 1, Double.NaN));

        assertThatThrownBy(() -> ResultsJson.write(results)).hasMessageContaining("NaN");
    }
}
