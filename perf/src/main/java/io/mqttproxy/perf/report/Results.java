package io.mqttproxy.perf.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All of a comparison.
 *
 * @param facts date, machine, versions and method, in the order of telling
 * @param reference the peer that others are measured by
 * @param samples in the order of taking
 */
public record Results(Map<String, String> facts, String reference, List<Sample> samples) {

    /** The name under which the baseline without any proxy appears. */
    public static final String NO_PROXY = "no proxy";

    /** The peers with samples, without the baseline, in the order of their first appearance. */
    public Set<String> peers() {
        Set<String> peers = new LinkedHashSet<>();
        samples.stream()
                .map(Sample::peer)
                .filter(peer -> !peer.equals(NO_PROXY))
                .forEach(peers::add);
        return peers;
    }

    /** A figure over all rounds; empty when it was not measured. */
    public Optional<Spread> spread(Work work, String peer, Figure figure) {
        List<Double> values = of(work, peer).stream()
                .filter(sample -> sample.has(figure))
                .map(sample -> sample.get(figure))
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /**
     * A figure in parts of the reference's, taken round by round, so that what disturbed both in one round cancels out;
     * empty when no round has both.
     */
    public Optional<Spread> ratio(Work work, String peer, Figure figure) {
        Map<Integer, Double> byRound = new TreeMap<>();
        of(work, reference).stream()
                .filter(sample -> sample.has(figure))
                .forEach(sample -> byRound.put(sample.round(), sample.get(figure)));
        List<Double> ratios = new ArrayList<>();
        for (Sample sample : of(work, peer)) {
            Double base = byRound.get(sample.round());
            if (base != null && base != 0 && sample.has(figure)) {
                ratios.add(sample.get(figure) / base);
            }
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }

    /** Samples of one peer at one work. */
    public List<Sample> of(Work work, String peer) {
        return samples.stream()
                .filter(sample ->
                        sample.work().equals(work.label()) && sample.peer().equals(peer))
                .toList();
    }
}
