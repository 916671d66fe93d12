package io.mqttproxy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The alerts: Prometheus takes them, they fire when they should, and what they ask for exists. */
class PrometheusRulesTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path RULES = DeployFolder.file("prometheus/rules.yaml");

    @TempDir
    private Path folder;

    @Test
    @RequiresProgram("promtool")
    void prometheusTakesThem() {
        ProgramResult result = RunningProgram.run(LIMIT, "promtool", "check", "rules", RULES.toString());

        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @Test
    @RequiresProgram("promtool")
    void fireWhenTheyShouldAndOnlyThen() {
        String tests = DeployFolder.file("prometheus/rules_test.yaml").toString();

        ProgramResult result = RunningProgram.run(LIMIT, "promtool", "test", "rules", tests);

        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @Test
    @RequiresProgram("promtool")
    void theTestsNoticeAnAlertThatNeverFires() throws Exception {
        // given
        String broken =
                DeployFolder.read("prometheus/rules.yaml").replace("== 0\n        for: 30s", "== 9\n        for: 30s");
        Files.writeString(folder.resolve("rules.yaml"), broken);
        Path tests = folder.resolve("rules_test.yaml");
        Files.copy(DeployFolder.file("prometheus/rules_test.yaml"), tests);

        // when
        ProgramResult result = RunningProgram.run(LIMIT, "promtool", "test", "rules", tests.toString());

        // then
        assertThat(result.exitCode()).isNotZero();
    }

    @Test
    void everyAlertFiresInATest() {
        String tests = DeployFolder.read("prometheus/rules_test.yaml");

        assertThat(rules().map(rule -> String.valueOf(rule.get("alert"))))
                .hasSizeGreaterThan(20)
                .allSatisfy(alert -> assertThat(tests).contains("{alertname=\"" + alert + "\"}"));
    }

    @Test
    void everyAlertSaysWhatHappenedAndWhatToDo() {
        assertThat(rules()).allSatisfy(rule -> {
            assertThat(String.valueOf(rule.get("annotations"))).contains("summary=", "description=");
            assertThat(String.valueOf(rule.get("labels"))).isIn("{severity=page}", "{severity=ticket}");
        });
    }

    @Test
    void everySeriesThatTheyAskForIsInAScrape() {
        List<String> scrape = ScrapeOfEverything.of(folder);

        assertThat(rules().flatMap(rule -> Selector.of(String.valueOf(rule.get("expr"))).stream()))
                .hasSizeGreaterThan(30)
                .filteredOn(selector -> !selector.isIn(scrape))
                .isEmpty();
    }

    private static Stream<Map<String, Object>> rules() {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file =
                new Yaml().load(DeployFolder.read("prometheus/rules.yaml"));
        return Objects.requireNonNull(file.get("groups")).stream()
                .flatMap(group -> Objects.requireNonNull(group.get("rules")).stream());
    }
}
