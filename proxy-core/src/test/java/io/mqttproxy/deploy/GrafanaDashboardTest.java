package io.mqttproxy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The dashboard: it is JSON, everything it draws exists, and nothing lies on top of anything else. */
class GrafanaDashboardTest {

    private static final int COLUMNS = 24;

    @TempDir
    private Path folder;

    private Map<String, Object> dashboard = Map.of();
    private List<Map<String, Object>> panels = List.of();

    @BeforeEach
    @SuppressWarnings("unchecked") // What the file holds is what the tests below look at.
    void read() {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        // JSON is YAML.
        dashboard = new Yaml(strict).load(DeployFolder.read("grafana/mqtt-tls-proxy.json"));
        panels = (List<Map<String, Object>>) Objects.requireNonNull(dashboard.get("panels"));
    }

    @Test
    void isWhatGrafanaImports() {
        assertThat(dashboard).containsKeys("title", "uid", "schemaVersion", "templating", "time");
        assertThat(panels).hasSizeGreaterThan(15).allSatisfy(panel -> assertThat(panel)
                .containsKeys("id", "type", "title", "gridPos"));
        assertThat(panels.stream().map(panel -> panel.get("id"))).doesNotHaveDuplicates();
    }

    @Test
    void everySeriesThatItDrawsIsInAScrape() {
        List<String> scrape = ScrapeOfEverything.of(folder);

        assertThat(expressions()).hasSizeGreaterThan(20).noneMatch(expression -> Selector.of(expression)
                .isEmpty());
        assertThat(expressions().stream().flatMap(expression -> Selector.of(expression).stream()))
                .filteredOn(selector -> !selector.isIn(scrape))
                .isEmpty();
    }

    @Test
    void everyPanelThatDrawsSomethingSaysInWhichUnit() {
        assertThat(panels).filteredOn(panel -> panel.containsKey("targets")).allSatisfy(panel -> assertThat(
                        String.valueOf(panel.get("fieldConfig")))
                .contains("unit="));
    }

    @Test
    @SuppressWarnings("unchecked")
    void noPanelLiesOnAnotherOrBesideTheGrid() {
        Set<String> taken = new HashSet<>();
        for (Map<String, Object> panel : panels) {
            Map<String, Integer> at = (Map<String, Integer>) Objects.requireNonNull(panel.get("gridPos"));
            int right = at.getOrDefault("x", 0) + at.getOrDefault("w", COLUMNS);
            int bottom = at.getOrDefault("y", 0) + at.getOrDefault("h", 1);
            assertThat(right).isLessThanOrEqualTo(COLUMNS);
            for (int x = at.getOrDefault("x", 0); x < right; x++) {
                for (int y = at.getOrDefault("y", 0); y < bottom; y++) {
                    assertThat(taken.add(x + "," + y))
                            .as("%s", panel.get("title"))
                            .isTrue();
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private List<String> expressions() {
        List<String> expressions = new ArrayList<>();
        for (Map<String, Object> panel : panels) {
            List<Map<String, Object>> targets = (List<Map<String, Object>>) panel.getOrDefault("targets", List.of());
            targets.forEach(target -> expressions.add(String.valueOf(target.get("expr"))));
        }
        return expressions;
    }
}
