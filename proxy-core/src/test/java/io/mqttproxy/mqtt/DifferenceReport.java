package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a comparison has found, for people. */
final class DifferenceReport {
    private static final int LONGEST = 200;

    private final DifferenceTally tally;

    DifferenceReport(DifferenceTally tally) {
        this.tally = tally;
    }

    /** One line for each difference that no row of {@link ExplainedDifferences} covers, with its shortest packet. */
    List<String> unexplained() {
        return tally.entries().entrySet().stream()
                .filter(entry -> ExplainedDifferences.of(entry.getKey()).isEmpty())
                .map(entry -> entry.getKey() + ", " + entry.getValue().count() + " times, for example "
                        + hex(entry.getValue().example()))
                .toList();
    }

    /** Writes all as a table, what one reader says about packets of several versions in one line. */
    void write(Path file, String head) throws IOException {
        Map<String, Long> lines = new LinkedHashMap<>();
        tally.entries().forEach((difference, entry) -> lines.merge(line(difference), entry.count(), Long::sum));
        StringBuilder text = new StringBuilder(head)
                .append(
                        "\n\n| difference | reader | the one that refuses says | section | packets |\n|---|---|---|---|---|\n");
        lines.forEach((line, count) -> text.append(line).append(String.format(Locale.ROOT, " %,d |%n", count)));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }

    private static String line(Difference difference) {
        String section = ExplainedDifferences.of(difference)
                .map(DifferenceExplanation::section)
                .orElse("**none**");
        return "| %s | %s | %s | %s |"
                .formatted(difference.kind().label(), difference.reader(), difference.refusal(), section);
    }

    /** Keeps the shortest packet of each difference in the folder that {@code -Dmqttproxy.fuzz.seeds} names, if it does. */
    void keepExamples() throws IOException {
        String folder = System.getProperty("mqttproxy.fuzz.seeds");
        if (folder == null) {
            return;
        }
        for (Map.Entry<Difference, DifferenceTally.Entry> entry :
                tally.entries().entrySet()) {
            Path file = Path.of(folder, entry.getKey().fileName());
            byte[] example = entry.getValue().example();
            if (!Files.exists(file) || Files.size(file) > example.length) {
                Files.write(file, example);
            }
        }
    }

    private static String hex(byte[] packet) {
        return ByteBufUtil.hexDump(packet, 0, Math.min(packet.length, LONGEST))
                + (packet.length > LONGEST ? "... (" + packet.length + " bytes)" : "");
    }
}
