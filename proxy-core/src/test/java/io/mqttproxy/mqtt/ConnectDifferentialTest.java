package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our parser and writer against Netty's codec and the decoder of HiveMQ CE: of every packet that we take, original and
 * rewritten, the others read exactly what we say, or refuse it. Where one side refuses, {@link ExplainedDifferences} has to
 * say why.
 *
 * <p>100,000 packets by default, which takes some three seconds; {@code -Dmqttproxy.fuzz.connects=1000000} for more,
 * {@code -Dmqttproxy.fuzz.seed=2} for other ones, {@code -Dmqttproxy.fuzz.seeds=<folder>} to keep the shortest packet of
 * each difference as a file there. All differences are counted in {@code target/connect-differences.md}.
 */
class ConnectDifferentialTest {
    private static final int PACKETS = Integer.getInteger("mqttproxy.fuzz.connects", 100_000);
    private static final long SEED = Long.getLong("mqttproxy.fuzz.seed", 20_261_121L);
    private static final Path KEPT =
            Path.of("src/test/resources/io/mqttproxy/mqtt/ConnectParserFuzzTestInputs/parsesOrRefuses");

    private final ConnectComparison comparison = new ConnectComparison(List.of(new NettyReader(), new HiveMqReader()));
    private final HostileConnects packets = new HostileConnects(SEED);

    @Test
    void othersReadFromWhatWeSendOnWhatWeSayOrRefuseForAReason() throws IOException {
        for (int i = 0; i < PACKETS; i++) {
            HostileConnects.Opening opening = packets.next();
            comparison.compare(opening.bytes(), opening.valid(), packets::changes);
        }

        DifferenceReport report = new DifferenceReport(comparison.tally());
        report.write(
                Path.of("target", "connect-differences.md"),
                "%,d packets, %,d taken, %,d of these rewritten."
                        .formatted(PACKETS, comparison.taken(), comparison.rewritten()));
        report.keepExamples();
        assertThat(report.unexplained()).isEmpty();
        // neither side may be starved
        assertThat(comparison.taken()).isBetween(PACKETS * 2L / 5, PACKETS * 3L / 5);
        assertThat(comparison.rewritten()).isGreaterThan(PACKETS / 4L);
    }

    static List<Path> keptPackets() throws IOException {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.sorted().toList();
        }
    }

    /** Those that showed a difference once, and the seeds of the fuzz test. */
    @ParameterizedTest
    @MethodSource("keptPackets")
    void aKeptPacketIsReadTheSameOrRefusedForAReason(Path kept) throws IOException {
        byte[] bytes = Files.readAllBytes(kept);
        for (int i = 0; i < 50; i++) {
            comparison.compare(bytes, false, packets::changes);
        }

        assertThat(new DifferenceReport(comparison.tally()).unexplained()).isEmpty();
    }

    @Test
    void everyExplanationHasAKeptPacketThatNeedsIt() throws IOException {
        for (Path kept : keptPackets()) {
            byte[] bytes = Files.readAllBytes(kept);
            for (int i = 0; i < 50; i++) {
                comparison.compare(bytes, false, packets::changes);
            }
        }

        assertThat(Stream.of(ExplainedDifferences.WE_REFUSE, ExplainedDifferences.THEY_REFUSE)
                        .flatMap(List::stream)
                        .filter(row ->
                                comparison.tally().entries().keySet().stream().noneMatch(row::covers)))
                .isEmpty();
    }
}
