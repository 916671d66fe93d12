package io.mqttproxy.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weighted rendezvous hashing (highest random weight; Thaler and Ravishankar 1998, weighted after Schindelhauer and
 * Schomaker 2005) over names: key and name together give a pseudo-random u in (0, 1), and the highest score,
 * {@code -weight / ln u}, wins. Immutable; allocates nothing after its making.
 *
 * <p>It is part of the contract between the proxies of a fleet; test vectors hold it. The logarithm costs more than all the
 * rest, so it is computed only for names that bounds of it cannot tell apart, and never when all weights are equal.
 */
final class WeightedHash {

    /** The distance of two neighbouring values of u: 53 bits are what a double between 0 and 1 holds. */
    private static final double UNIT = 0x1p-53;

    /** More than any error of a bound or of {@link Math#log}, relatively; what is nearer is compared exactly. */
    private static final double DOUBT = 1e-12;

    private static final Eligibility ANY = backend -> true;

    private final long[] nameHashes;
    private final int[] weights;
    private final boolean equalWeights;

    private WeightedHash(long[] nameHashes, int[] weights, boolean equalWeights) {
        this.nameHashes = nameHashes;
        this.weights = weights;
        this.equalWeights = equalWeights;
    }

    /**
     * Over these names.
     *
     * @param names in alphabetical order, so that equal scores go to the same name in every proxy
     * @param weights of the same names; those of weight 0 never win
     */
    static WeightedHash of(List<String> names, int[] weights) {
        long[] hashes = names.stream().mapToLong(StableHash::of).toArray();
        int[] copy = weights.clone();
        int most = 0;
        for (int weight : copy) {
            most = Math.max(most, weight);
        }
        boolean equal = true;
        for (int weight : copy) {
            equal &= weight == most || weight == 0;
        }
        return new WeightedHash(hashes, copy, equal);
    }

    /** The winner for the hash of a key among all names; -1 when every weight is 0. */
    int first(long hash) {
        return equalWeights ? firstOfEquals(hash, null, ANY, 0) : firstByWeight(hash, null, ANY, 0);
    }

    /**
     * The winner for the hash of a key among the backends that take it; -1 when there is none.
     *
     * @param admission over backends in the order of the names
     * @param eligible see {@link Admission#admits}
     * @param limit see {@link Admission#admits}
     */
    int first(long hash, Admission admission, Eligibility eligible, double limit) {
        return equalWeights
                ? firstOfEquals(hash, admission, eligible, limit)
                : firstByWeight(hash, admission, eligible, limit);
    }

    /** With equal weights the score grows with u alone. */
    private int firstOfEquals(long hash, @Nullable Admission admission, Eligibility eligible, double limit) {
        int best = -1;
        long bestDraw = -1;
        for (int i = 0; i < weights.length; i++) {
            long draw = draw(hash, i);
            if (draw > bestDraw
                    && weights[i] > 0
                    && (admission == null || admission.admits(i, hash, eligible, limit))) {
                best = i;
                bestDraw = draw;
            }
        }
        return best;
    }

    /**
     * With x = 1 - u, {@code -ln u} is at least {@code 2x / (2 - x)} and at most {@code x / sqrt(u)}. Near u = 1, where winners
     * are, the two are so close that hardly anybody needs the logarithm.
     */
    private int firstByWeight(long hash, @Nullable Admission admission, Eligibility eligible, double limit) {
        int best = -1;
        double atLeast = 0;
        double atMost = 0;
        for (int i = 0; i < weights.length; i++) {
            double weight = weights[i];
            double u = u(hash, i);
            double x = 1 - u;
            boolean hopeless = weight == 0 || weight * (2 - x) < atLeast * 2 * x * (1 - DOUBT);
            if (hopeless || (admission != null && !admission.admits(i, hash, eligible, limit))) {
                continue;
            }
            double low = weight * Math.sqrt(u) / x;
            if (best < 0 || low > atMost * (1 + DOUBT) || beats(hash, i, best)) {
                best = i;
                atLeast = low;
                atMost = weight * (2 - x) / (2 * x);
            }
        }
        return best;
    }

    private boolean beats(long hash, int i, int best) {
        double score = -weights[i] / Math.log(u(hash, i));
        double bestScore = -weights[best] / Math.log(u(hash, best));
        if (Math.abs(score - bestScore) > DOUBT * bestScore) {
            return score > bestScore;
        }
        // StrictMath, because Math.log may differ in its last bit from one processor to the next.
        return exactScore(hash, i) > exactScore(hash, best);
    }

    private double exactScore(long hash, int i) {
        return -weights[i] / StrictMath.log(u(hash, i));
    }

    private double u(long hash, int i) {
        return (draw(hash, i) + 0.5) * UNIT;
    }

    private long draw(long hash, int i) {
        return StableHash.combine(hash, nameHashes[i]) >>> 11;
    }
}
