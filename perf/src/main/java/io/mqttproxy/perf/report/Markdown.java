package io.mqttproxy.perf.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables that people read. */
public final class Markdown {

    /** The peer that targets are for. */
    private static final String OURS = "proxy";

    private final Results results;

    private Markdown(Results results) {
        this.results = results;
    }

    /** Everything of a comparison. */
    public static String of(Results results) {
        return new Markdown(results).page();
    }

    private String page() {
        List<String> lines = new ArrayList<>();
        results.facts().forEach((name, value) -> lines.add("- " + name + ": " + value));
        lines.add("");
        lines.add("Medians of all rounds, with the lowest and the highest; below them in parts of "
                + results.reference() + ", taken round by round.");
        lines.add("");
        lines.addAll(mainTable());
        lines.add("");
        lines.addAll(detail(
                "Latency at 10,000 messages a second, p50 / p99 / p99.9 (µs)",
                Work.PACED,
                List.of(Figure.P50_MICROS, Figure.P99_MICROS, Figure.P999_MICROS)));
        lines.addAll(detail(
                "Memory (PSS): empty / with all connections (MiB) / their number",
                Work.MEMORY,
                List.of(Figure.EMPTY_MIB, Figure.FULL_MIB, Figure.CONNECTIONS)));
        lines.addAll(detail(
                "After start: until ports are open (ms) / handshakes a second in the first 5 s / warm",
                Work.STORM,
                List.of(Figure.START_MILLIS, Figure.FIRST_PER_SECOND, Figure.PER_SECOND)));
        lines.addAll(busy());
        List<String> doubts = Doubts.about(results);
        if (!doubts.isEmpty()) {
            lines.add("Doubtful:");
            lines.add("");
            doubts.forEach(doubt -> lines.add("- " + doubt));
        }
        return String.join("\n", lines).strip() + "\n";
    }

    private List<String> mainTable() {
        List<String> head = new ArrayList<>(List.of("work", Results.NO_PROXY));
        head.addAll(results.peers());
        head.add("target");
        List<String> lines = new ArrayList<>(
                List.of(row(head), row(head.stream().map(cell -> "---").toList())));
        for (Work work : Work.values()) {
            if (results.samples().stream().anyMatch(sample -> sample.work().equals(work.label()))) {
                List<String> cells = new ArrayList<>(List.of(work.title(), cell(work, Results.NO_PROXY)));
                results.peers().forEach(peer -> cells.add(cell(work, peer)));
                cells.add(target(work));
                lines.add(row(cells));
            }
        }
        return lines;
    }

    private String cell(Work work, String peer) {
        Figure figure = work.figure();
        Optional<String> value = results.spread(work, peer, figure).map(spread -> withEnds(spread, figure));
        boolean isRatio = figure == Figure.WARM_SHARE;
        Optional<String> ratio = isRatio || peer.equals(results.reference()) || peer.equals(Results.NO_PROXY)
                ? Optional.empty()
                : results.ratio(work, peer, figure)
                        .map(spread -> String.format(
                                Locale.ROOT, "<br>**%.2f** (%.2f–%.2f)", spread.median(), spread.min(), spread.max()));
        return value.orElse("-") + ratio.orElse("");
    }

    private String target(Work work) {
        return work.target().map(target -> target + verdict(work, target)).orElse("-");
    }

    private String verdict(Work work, Target target) {
        Optional<Spread> ours = target.relative()
                ? results.ratio(work, OURS, work.figure())
                : results.spread(work, OURS, work.figure());
        return ours.map(spread -> target.metBy(spread.median()) ? ", met" : ", missed")
                .orElse("");
    }

    private List<String> detail(String title, Work work, List<Figure> figures) {
        List<String> lines = new ArrayList<>();
        for (String peer : peersAndBaseline()) {
            List<String> values = figures.stream()
                    .flatMap(figure ->
                            results.spread(work, peer, figure).map(spread -> number(spread.median(), figure)).stream())
                    .toList();
            if (!values.isEmpty()) {
                lines.add("- " + peer + ": " + String.join(" / ", values));
            }
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of(title + ":", ""));
            lines.add("");
        }
        return lines;
    }

    private List<String> busy() {
        List<String> peers = new ArrayList<>(results.peers());
        List<String> head = new ArrayList<>(List.of("operations a second; cores of the system + of load and broker"));
        head.addAll(peers);
        List<String> lines = new ArrayList<>(
                List.of(row(head), row(head.stream().map(cell -> "---").toList())));
        for (Work work : Work.values()) {
            List<String> cells = peers.stream().map(peer -> busy(work, peer)).toList();
            if (cells.stream().anyMatch(cell -> !cell.equals("-"))) {
                lines.add(row(
                        Stream.concat(Stream.of(work.title()), cells.stream()).toList()));
            }
        }
        lines.add("");
        return lines;
    }

    private String busy(Work work, String peer) {
        return results.spread(work, peer, Figure.UTILISATION)
                .map(own -> String.format(
                        Locale.ROOT,
                        "%,.0f/s; %.2f + %.2f",
                        median(work, peer, Figure.PER_SECOND),
                        own.median(),
                        median(work, peer, Figure.LOAD_UTILISATION)))
                .orElse("-");
    }

    private double median(Work work, String peer, Figure figure) {
        return results.spread(work, peer, figure).map(Spread::median).orElse(0.0);
    }

    private List<String> peersAndBaseline() {
        List<String> all = new ArrayList<>(List.of(Results.NO_PROXY));
        all.addAll(results.peers());
        return all;
    }

    private static String withEnds(Spread spread, Figure figure) {
        String unit = figure.unit().isEmpty() ? "" : " " + figure.unit();
        return number(spread.median(), figure) + unit + " (" + number(spread.min(), figure) + "–"
                + number(spread.max(), figure) + ")";
    }

    private static String number(double value, Figure figure) {
        return String.format(Locale.ROOT, "%,." + figure.decimals() + "f", value);
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }
}
