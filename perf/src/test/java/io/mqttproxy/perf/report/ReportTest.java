package io.mqttproxy.perf.report;

import static io.mqttproxy.perf.report.ResultsTest.sample;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {

    private static Results results(double ours) {
        return new Results(
                Map.of("machine", "a quiet one"),
                "haproxy",
                List.of(
                        sample(Work.FULL, Results.NO_PROXY, 1, Figure.CPU_MICROS, 20),
                        sample(Work.FULL, "haproxy", 1, Figure.CPU_MICROS, 200),
                        sample(Work.FULL, "proxy", 1, Figure.CPU_MICROS, ours),
                        sample(Work.STORM, "proxy", 1, Figure.WARM_SHARE, 0.5)));
    }

    @Test
    void aRowShowsFiguresRatiosAndWhetherTheTargetIsMet() {
        assertThat(Markdown.of(results(100)))
                .contains("- machine: a quiet one")
                .contains("| full TLS 1.3 handshake + CONNECT + close | 20.0 µs (20.0–20.0) | 200.0 µs (200.0–200.0)"
                        + " | 100.0 µs (100.0–100.0)<br>**0.50** (0.50–0.50) | ≤ 0.65x, met |");
        assertThat(Markdown.of(results(150))).contains("≤ 0.65x, missed");
    }

    @Test
    void absoluteTargetsNeedNoReference() {
        assertThat(Markdown.of(results(100))).contains("| 0.50 (0.50–0.50) | ≥ 0.70, missed |");
    }

    @Test
    void saysWhatAReaderHasToDoubt() {
        Results doubtful = new Results(
                Map.of(),
                "haproxy",
                List.of(new Sample(
                        Work.RESUMED.label(),
                        "haproxy",
                        1,
                        "-",
                        Map.of(
                                Figure.CPU_MICROS.key(), 100.0,
                                Figure.PER_SECOND.key(), 1000.0,
                                Figure.UTILISATION.key(), 0.5,
                                Figure.LOAD_UTILISATION.key(), 0.99,
                                Figure.OTHERS_UTILISATION.key(), 0.75,
                                Figure.FAILURES.key(), 3.0,
                                Figure.RESUMED_SHARE.key(), 0.8))));

        assertThat(Markdown.of(doubtful))
                .contains("resumed, haproxy: 3 connections failed")
                .contains("resumed, haproxy: the machine was not quiet: others kept 0.75 cores busy")
                .contains("resumed, haproxy: load and broker were busier than it was")
                .contains("resumed, haproxy: not all handshakes were resumed");
        assertThat(Markdown.of(results(100))).doesNotContain("Doubtful");
    }

    @Test
    void doubtsRatiosAndBaselinesThatVaryFromRoundToRound() {
        // given a peer that is steady by itself, not beside a reference that is not
        Results varying = new Results(
                Map.of(),
                "haproxy",
                List.of(
                        cpu(Results.NO_PROXY, 1, 30),
                        cpu(Results.NO_PROXY, 2, 60),
                        cpu("proxy", 1, 100),
                        cpu("proxy", 2, 115),
                        cpu("haproxy", 1, 120),
                        cpu("haproxy", 2, 100)));

        // then
        assertThat(Markdown.of(varying))
                .contains("CONNECT + close, proxy: ratios of rounds differ by 38 %")
                .contains("CONNECT + close, no proxy: rounds differ by 100 %")
                .doesNotContain("haproxy: rounds differ");
    }

    private static Sample cpu(String peer, int round, double micros) {
        return new Sample(Work.FULL.label(), peer, round, "-", Map.of(Figure.CPU_MICROS.key(), micros));
    }

    @Test
    void aChartIsSvgWithABarForEachPeer() throws Exception {
        String svg = BarChart.of("ratios <&>", results(100), List.of(Work.FULL, Work.BULK))
                .orElseThrow();

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg).contains(">0.50<").contains(">1.00<").contains("ratios &lt;&amp;&gt;");
        assertThat(svg).doesNotContain(Work.BULK.title());
    }

    @Test
    void thereIsNoChartOfNothing() {
        assertThat(BarChart.of("ratios", results(100), List.of(Work.BULK))).isEmpty();
    }

    @Test
    void filesLieBesideEachOther(@TempDir Path folder) throws IOException {
        Path json = new ReportFiles(folder.resolve("results"), "2026-11-21").write(results(100));

        assertThat(ResultsJson.read(Files.readString(json))).isEqualTo(results(100));
        assertThat(folder.resolve("results/2026-11-21.md")).exists();
        assertThat(folder.resolve("results/2026-11-21-handshakes.svg")).exists();
        assertThat(folder.resolve("results/2026-11-21-messages.svg")).doesNotExist();
    }
}
