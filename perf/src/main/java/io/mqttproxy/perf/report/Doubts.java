package io.mqttproxy.perf.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a reader has to know before believing a figure. */
final class Doubts {

    private static final double BUSY = 0.9;
    private static final double NEARLY_ALL = 0.99;
    /** Cores; interrupts that no process is charged for stay below. */
    private static final double NOT_QUIET = 0.2;

    private static final double WIDE = 1.3;

    private Doubts() {}

    static List<String> about(Results results) {
        List<String> doubts = new ArrayList<>();
        for (Work work : Work.values()) {
            for (String peer : results.peers()) {
                List<Sample> samples = results.of(work, peer);
                if (!samples.isEmpty()) {
                    about(work, samples).forEach(doubt -> doubts.add(work.title() + ", " + peer + ": " + doubt));
                }
                wide(results.spread(work, peer, work.figure()), work, peer, "rounds")
                        .ifPresent(doubts::add);
                wide(results.ratio(work, peer, work.figure()), work, peer, "ratios of rounds")
                        .ifPresent(doubts::add);
            }
            wide(results.spread(work, Results.NO_PROXY, work.figure()), work, Results.NO_PROXY, "rounds")
                    .ifPresent(doubts::add);
        }
        return doubts;
    }

    private static Optional<String> wide(Optional<Spread> spread, Work work, String peer, String what) {
        return spread.filter(of -> of.max() > WIDE * of.min())
                .map(of -> String.format(
                        Locale.ROOT,
                        "%s, %s: %s differ by %.0f %%",
                        work.title(),
                        peer,
                        what,
                        100 * (of.max() / of.min() - 1)));
    }

    private static List<String> about(Work work, List<Sample> samples) {
        List<String> doubts = new ArrayList<>();
        double failures = sum(samples, Figure.FAILURES);
        if (failures > 0) {
            doubts.add(String.format(Locale.ROOT, "%.0f connections failed", failures));
        }
        if (work != Work.PACED && work != Work.CROWD && samples.stream().anyMatch(Doubts::heldBack)) {
            doubts.add("load and broker were busier than it was, so the rate is theirs; CPU per operation still holds");
        }
        double others = samples.stream()
                .filter(sample -> sample.has(Figure.OTHERS_UTILISATION))
                .mapToDouble(sample -> sample.get(Figure.OTHERS_UTILISATION))
                .max()
                .orElse(0);
        if (others > NOT_QUIET) {
            doubts.add(String.format(Locale.ROOT, "the machine was not quiet: others kept %.2f cores busy", others));
        }
        boolean resumes = work == Work.RESUMED || work == Work.RESUMED_MUTUAL;
        if (samples.stream()
                .anyMatch(sample -> sample.has(Figure.RESUMED_SHARE)
                        && (resumes
                                ? sample.get(Figure.RESUMED_SHARE) < NEARLY_ALL
                                : sample.get(Figure.RESUMED_SHARE) > 0))) {
            doubts.add(resumes ? "not all handshakes were resumed" : "some handshakes were resumed");
        }
        return doubts;
    }

    private static boolean heldBack(Sample sample) {
        return sample.has(Figure.UTILISATION)
                && sample.get(Figure.UTILISATION) < BUSY
                && sample.get(Figure.LOAD_UTILISATION) >= BUSY;
    }

    private static double sum(List<Sample> samples, Figure figure) {
        return samples.stream()
                .filter(sample -> sample.has(figure))
                .mapToDouble(sample -> sample.get(figure))
                .sum();
    }
}
