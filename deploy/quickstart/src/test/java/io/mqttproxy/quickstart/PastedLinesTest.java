package io.mqttproxy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program as a user starts it, and each line that it prints, pasted into a shell. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PastedLinesTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String LAST_LINE = "Ctrl-C stops everything.";

    private ShellCommand quickstart;
    private List<String> printed;

    @BeforeAll
    void startTheProgram(@TempDir Path folder) {
        quickstart = start(folder);
        printed = quickstart.linesUntil(LAST_LINE, LIMIT);
    }

    @AfterAll
    void stopTheProgram() {
        quickstart.close();
    }

    /** Subscriber and publisher of each of the three tries. */
    List<List<String>> pairs() {
        List<String> lines =
                printed.stream().filter(line -> line.startsWith("mosquitto_")).toList();
        return List.of(lines.subList(0, 2), lines.subList(2, 4), lines.subList(4, 6));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whatOnePublishesTheOtherReceives(List<String> pair) {
        requireMosquittoClients();
        String subscriber = pair.get(0);
        String publisher = pair.get(1);
        try (ShellCommand subscribed = ShellCommand.paste("stdbuf -oL " + subscriber + " -d")) { // -d tells the SUBACK
            subscribed.linesUntil("Subscribed", LIMIT);

            try (ShellCommand published = ShellCommand.paste(publisher)) {
                assertThat(published.exitCode(LIMIT)).isZero();
            }

            assertThat(subscribed.linesUntil("demo/", LIMIT)).last().asString().endsWith(" hello");
            assertThat(subscribed.exitCode(LIMIT)).isZero();
        }
    }

    @Test
    void theAdminAddressServesMetrics() throws Exception {
        String url = printed.stream()
                .filter(line -> line.startsWith("curl -s "))
                .map(line -> line.substring("curl -s ".length()))
                .findFirst()
                .orElseThrow();

        HttpResponse<String> metrics = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).contains("mqttproxy_client_connections{listener=\"mutual\"");
    }

    @Test
    void aSignalEndsItAtOnce(@TempDir Path folder) {
        // the fastest of some, since a busy machine may take any of them a while; a proxy's own grace is 10 s every
        // time
        Duration fastest = endedByASignal(folder);
        for (int again = 0; again < 2 && fastest.toSeconds() >= 9; again++) {
            fastest = endedByASignal(folder);
        }

        assertThat(fastest).isLessThan(Duration.ofSeconds(9));
    }

    private static Duration endedByASignal(Path folder) {
        try (ShellCommand another = start(folder)) {
            another.linesUntil(LAST_LINE, LIMIT);
            long start = System.nanoTime();

            another.terminate();

            assertThat(another.exitCode(LIMIT)).isEqualTo(128 + 15); // as the shell says SIGTERM
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    private static ShellCommand start(Path folder) {
        return ShellCommand.start(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                QuickstartMain.class.getName(),
                "--folder",
                folder.toString());
    }

    private static void requireMosquittoClients() {
        try (ShellCommand look = ShellCommand.paste("command -v mosquitto_pub mosquitto_sub")) {
            boolean installed = look.exitCode(LIMIT) == 0;
            boolean mustBe = "true".equalsIgnoreCase(System.getenv("CI"));
            assertThat(installed || !mustBe)
                    .as("mosquitto_pub and mosquitto_sub are installed where CI=true")
                    .isTrue();
            Assumptions.assumeTrue(installed, "not installed: mosquitto_pub, mosquitto_sub");
        }
    }
}
