package io.mqttproxy.perf.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
                    results.spread(work, peer, work.figure())
                            .filter(spread -> spread.max() > WIDE * spread.min())
                            .ifPresent(spread -> doubts.add(String.format(
                                    Locale.ROOT,
                                    "%s, %s: rounds differ by %.0f %%",
                                    work.title(),
                                    peer,
                                    100 * (spread.max() / spread.min() - 1))));
                }
            }
        }
        return doubts;
    }

    private static List<String> about(Work work, List<Sample> samples) {
        List<String> doubts = new ArrayList<>();
        double failures = sum(samples, Figure.FAILURES);
        if (failures > 0) {
            doubts.add(String.format(Locale.ROOT, "%.0f connections failed", failures));
        }
        if (work != Work.PACED && samples.stream().anyMatch(Doubts::heldBack)) {
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
