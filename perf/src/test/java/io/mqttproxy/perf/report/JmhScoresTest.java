package io.mqttproxy.perf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JmhScoresTest {

    private static JmhScores scores(double nanos, double bytes) {
        return JmhScores.read("""
                [ { "benchmark" : "io.mqttproxy.perf.PickBenchmark.pick", "params" : { "policy" : "rendezvous" },
                    "primaryMetric" : { "score" : %s, "scoreError" : "NaN" },
                    "secondaryMetrics" : { "gc.alloc.rate.norm" : { "score" : %s } } } ]
                """.formatted(nanos, bytes));
    }

    @Test
    void readsTimeAndBytesOfEachBenchmarkWithItsParameters() {
        assertThat(scores(12.5, 48).scores().keySet()).containsExactly("PickBenchmark.pick:rendezvous");
        assertThat(scores(12.5, 48).scores().values()).first().satisfies(score -> {
            assertThat(score.nanos()).isEqualTo(12.5);
            assertThat(score.bytes()).isEqualTo(48);
        });
    }

    @Test
    void toldByBytesAndNotByTime() {
        assertThat(scores(99, 48.4).allocatingMoreThan(scores(10, 48))).isEmpty();
        assertThat(scores(10, 64).allocatingMoreThan(scores(10, 48)))
                .containsExactly("PickBenchmark.pick:rendezvous: 64 bytes (expected: 48)");
    }

    @Test
    void theTableShowsBothAndSaysWhatIsNew() {
        assertThat(scores(12, 48).tableBeside(scores(10, 48))).contains("12.0").contains("10.0");
        assertThat(scores(12, 48).tableBeside(new JmhScores(Map.of()))).contains("new");
    }

    @Test
    void aBaselineSurvivesBeingWrittenAndRead() {
        assertThat(JmhScores.baseline(scores(12.5, 48).write())).isEqualTo(scores(12.5, 48));
    }

    @Test
    void refusesWhatIsNotOfJmh() {
        assertThatThrownBy(() -> JmhScores.read("{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JmhScores.read("[{}]")).hasMessageContaining("gc profiler");
    }

    @Test
    void theBaselineThatIsKeptCanBeRead() throws Exception {
        JmhScores baseline = JmhScores.baseline(Files.readString(Path.of("jmh-baseline.json")));

        assertThat(baseline.scores()).containsKeys("ConnectBenchmark.parse", "HeaderBenchmark.encode");
    }
}
