package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;

/** Debian's Prometheus, which scrapes one address each second and keeps exemplars. Needs {@code @RequiresProgram("prometheus")}. */
public final class PrometheusServer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final TemporaryFolder folder;
    private final RunningProgram program;
    private final int port;

    private PrometheusServer(TemporaryFolder folder, RunningProgram program, int port) {
        this.folder = folder;
        this.program = program;
        this.port = port;
    }

    /** Starts one; it does not answer at once. */
    public static PrometheusServer start(int scrapedPort) {
        TemporaryFolder folder = TemporaryFolder.create("prometheus");
        int port = FreePort.find();
        try {
            Files.writeString(folder.path().resolve("prometheus.yml"), """
                    global: {scrape_interval: 1s}
                    scrape_configs:
                      - {job_name: mqtt-proxy, static_configs: [{targets: ["127.0.0.1:%d"]}]}
                    """.formatted(scrapedPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RunningProgram program = RunningProgram.start(
                "prometheus",
                "--config.file=" + folder.path().resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.path().resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port,
                "--enable-feature=exemplar-storage");
        return new PrometheusServer(folder, program, port);
    }

    /**
     * The answer of its HTTP API.
     *
     * @throws IOException as long as it does not listen
     */
    public String ask(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), BodyHandlers.ofString())
                .body();
    }

    /** What it says of itself. */
    public String log() {
        return program.stderr();
    }

    @Override
    public void close() {
        program.close();
        folder.close();
    }
}
