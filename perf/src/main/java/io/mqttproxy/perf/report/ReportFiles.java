package io.mqttproxy.perf.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes results beside each other: NAME.json, NAME.md, and charts. */
public final class ReportFiles {

    private static final List<Work> HANDSHAKES =
            List.of(Work.FULL, Work.MUTUAL, Work.MUTUAL_NEW, Work.RESUMED, Work.RESUMED_MUTUAL);
    private static final List<Work> MESSAGES = List.of(Work.PACED, Work.SATURATED, Work.BULK);
    private static final List<Work> MEMORY = List.of(Work.MEMORY);

    private final Path folder;
    private final String name;

    /** @param name without extension, such as a date */
    public ReportFiles(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** Writes all of it and returns where the samples are. */
    public Path write(Results results) throws IOException {
        Files.createDirectories(folder);
        Path json = Files.writeString(folder.resolve(name + ".json"), ResultsJson.write(results));
        Files.writeString(folder.resolve(name + ".md"), Markdown.of(results));
        chart("handshakes", "CPU per handshake", results, HANDSHAKES);
        chart("messages", "CPU per message", results, MESSAGES);
        chart("memory", "Memory per connection", results, MEMORY);
        return json;
    }

    private void chart(String suffix, String title, Results results, List<Work> works) throws IOException {
        Optional<String> svg =
                BarChart.of(title + ", in parts of " + results.reference() + " (less is better)", results, works);
        if (svg.isPresent()) {
            Files.writeString(folder.resolve(name + "-" + suffix + ".svg"), svg.get());
        }
    }
}
