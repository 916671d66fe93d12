package io.mqttproxy.perf.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Bars of ratios as SVG: a group for each work, a bar for each peer, whiskers from the lowest to the highest round, and a
 * line where the reference stands.
 */
public final class BarChart {

    private static final int WIDTH = 860;
    private static final int LABELS = 330;
    private static final int RIGHT = 70;
    private static final int BAR = 14;
    private static final int GAP = 12;
    private static final int TOP = 56;
    private static final List<String> COLOURS =
            List.of("#1f6f8b", "#e07a5f", "#81b29a", "#8d6a9f", "#c9a227", "#6b705c");

    private final Results results;
    private final List<Work> works;
    private final List<String> peers;
    private final double scale;
    private final StringBuilder svg = new StringBuilder();

    private BarChart(Results results, List<Work> works) {
        this.results = results;
        this.works = works;
        this.peers = List.copyOf(results.peers());
        double most = works.stream()
                .flatMap(work -> peers.stream().flatMap(peer -> ratio(work, peer).stream()))
                .mapToDouble(Spread::max)
                .max()
                .orElse(1);
        this.scale = (WIDTH - LABELS - RIGHT) / Math.max(1, most);
    }

    /** Of those works that have ratios; empty when none has. */
    public static Optional<String> of(String title, Results results, List<Work> works) {
        List<Work> drawn = works.stream()
                .filter(work -> results.peers().stream().anyMatch(peer -> results.ratio(work, peer, work.figure())
                        .isPresent()))
                .toList();
        return drawn.isEmpty() ? Optional.empty() : Optional.of(new BarChart(results, drawn).draw(title));
    }

    private String draw(String title) {
        int height = TOP + works.size() * (peers.size() * BAR + GAP) + GAP;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, height);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
        add("<text x=\"10\" y=\"20\" font-size=\"15\" fill=\"#222222\">%s</text>", escape(title));
        legend();
        int y = TOP;
        for (Work work : works) {
            group(work, y);
            y += peers.size() * BAR + GAP;
        }
        double one = LABELS + scale;
        add(
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#222222\" stroke-dasharray=\"4 3\"/>",
                one, TOP - 6, one, y);
        return svg.append("</svg>\n").toString();
    }

    private void legend() {
        int x = 10;
        for (int i = 0; i < peers.size(); i++) {
            add("<rect x=\"%d\" y=\"32\" width=\"10\" height=\"10\" fill=\"%s\"/>", x, colour(i));
            add("<text x=\"%d\" y=\"41\" fill=\"#222222\">%s</text>", x + 14, escape(peers.get(i)));
            x += 40 + 7 * peers.get(i).length();
        }
    }

    private void group(Work work, int top) {
        int middle = top + peers.size() * BAR / 2 + 4;
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#222222\">%s</text>",
                LABELS - 8, middle, escape(work.title()));
        for (int i = 0; i < peers.size(); i++) {
            int index = i;
            ratio(work, peers.get(i)).ifPresent(ratio -> bar(ratio, top + index * BAR, colour(index)));
        }
    }

    private void bar(Spread ratio, int y, String colour) {
        double end = LABELS + ratio.median() * scale;
        int middle = y + BAR / 2 - 1;
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                LABELS, y, ratio.median() * scale, BAR - 2, colour);
        add(
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#222222\"/>",
                LABELS + ratio.min() * scale, middle, LABELS + ratio.max() * scale, middle);
        add(
                "<text x=\"%.1f\" y=\"%d\" font-size=\"10\" fill=\"#222222\">%.2f</text>",
                Math.max(end, LABELS + ratio.max() * scale) + 4, middle + 4, ratio.median());
    }

    private Optional<Spread> ratio(Work work, String peer) {
        return results.ratio(work, peer, work.figure());
    }

    private static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
