package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendSource;
import io.mqttproxy.routing.Discovered;
import io.mqttproxy.routing.DiscoveryView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources answer what the test says; that they close what they opened is theirs to test. */
class FirstLooksTest {

    private static final Backend BROKER = new Backend("a", "192.0.2.1", 1883, 1);

    @TempDir
    private Path folder;

    /** For one cluster each, in order. */
    private final Deque<CompletableFuture<Discovered>> answers = new ArrayDeque<>();

    @Test
    void leavesNothingOpenOfWhatWasFound() throws Exception {
        // given a source that opens something to tell of changes
        CompletableFuture<Void> bell = new CompletableFuture<>();
        Discovered found = new Discovered(List.of(BROKER), Duration.ofMinutes(1), bell);
        answers.add(CompletableFuture.completedFuture(found));
        Map<String, DiscoveryView> views;

        // when
        try (FirstLooks looks = looks()) {
            views = looks.look(clusters("brokers"));
        }

        // then
        assertThat(views).hasEntrySatisfying("brokers", view -> assertThat(view.backends())
                .containsExactly(BROKER));
        assertThat(bell).isCancelled();
    }

    @Test
    void givesUpTheLookThatHadItsTime() throws Exception {
        // given
        CompletableFuture<Discovered> never = new CompletableFuture<>();
        answers.add(never);

        // when
        try (FirstLooks looks = looks()) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> looks.look(clusters("brokers")))
                    .withMessageContaining("no backend was found: no answer in time (expected: at least one");
        }

        // then
        assertThat(never).isCancelled();
    }

    @Test
    void leavesNothingOpenOfTheOthersWhereOneFails() throws Exception {
        // given
        CompletableFuture<Void> bell = new CompletableFuture<>();
        answers.add(CompletableFuture.failedFuture(new IllegalStateException("no network")));
        answers.add(CompletableFuture.completedFuture(new Discovered(List.of(BROKER), Duration.ofMinutes(1), bell)));
        answers.add(CompletableFuture.completedFuture(Discovered.of(List.of(), Duration.ofMinutes(1))));

        // when
        try (FirstLooks looks = looks()) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> looks.look(clusters("broken", "fine", "empty")))
                    .satisfies(e -> assertThat(e.problems())
                            .extracting(problem -> problem.message())
                            .containsExactly(
                                    "no backend was found: no network (expected: at least one to begin with)",
                                    "no backend was found: an empty list (expected: at least one to begin with)"));
        }

        // then
        assertThat(bell).isCancelled();
    }

    private FirstLooks looks() {
        return new FirstLooks(section -> source(), InstantSource.system());
    }

    private BackendSource source() {
        return answers::remove;
    }

    private Collection<ClusterConfig> clusters(String... names) throws Exception {
        StringBuilder yaml = new StringBuilder("listeners: {mqtt: {bind: \"127.0.0.1:0\"}}\nroutes: [{to: ")
                .append(names[0])
                .append("}]\nclusters:\n");
        for (String name : names) {
            yaml.append("  ")
                    .append(name)
                    .append(": {discovery: {dns: brokers.example.com, type: a, port: 1883, timeout: 10ms}}\n");
        }
        Path file = Files.writeString(folder.resolve("proxy.yaml"), yaml);
        return new ConfigLoader(Map.of()).load(file).clusters().values();
    }
}
