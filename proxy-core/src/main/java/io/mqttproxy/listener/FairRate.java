package io.mqttproxy.listener;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * A number of events a second for all addresses together, of which no single one can use up what the others need.
 *
 * <p>Half a second's worth is kept for addresses that stay within a small share of the rate. An address that goes beyond its
 * share gets all that is there on top of that: alone, the whole rate; while it knocks without end, all that the others leave.
 * A fixed number of shares, each of which many addresses may have in common: nothing grows with the number of addresses, and
 * who shares with a flood is as well off as without a share. Safe and cheap for all event loops at once.
 */
final class FairRate {

    private static final long SECOND = 1_000_000_000L;
    /** What is kept for those within their share, as the time in which it comes together. */
    private static final long RESERVE = SECOND / 2;
    /** One hundredth of the rate is a share, one a second at least: a device needs less, and a flood needs a hundred. */
    private static final int SHARES_IN_RATE = 100;
    /** Some 60 bytes each; a power of two. */
    private static final int SHARES = 4_096;

    private final TokenBucket all;
    private final TokenBucket[] shares = new TokenBucket[SHARES];
    private final int secret = new SplittableRandom().nextInt();

    /**
     * @param perSecond at least 1
     * @param nanoClock monotonic, in nanoseconds
     */
    FairRate(int perSecond, LongSupplier nanoClock) {
        this.all = new TokenBucket(perSecond, SECOND + RESERVE, nanoClock);
        int share = Math.max(1, perSecond / SHARES_IN_RATE);
        Arrays.setAll(shares, i -> new TokenBucket(share, SECOND, nanoClock));
    }

    boolean tryTake(InetAddress source) {
        boolean withinShare = shares[index(source)].tryTake();
        return all.tryTakeAbove(withinShare ? 0 : RESERVE);
    }

    /** Nobody outside can tell who shares with whom. */
    private int index(InetAddress source) {
        int mixed =
                (source.hashCode() ^ secret) * 0x9E3779B9; // Fibonacci hashing: the upper bits depend on all of them
        return mixed >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SHARES));
    }
}
