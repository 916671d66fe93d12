package io.mqttproxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairRateTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int STEPS = 1_000;

    private final AtomicLong clock = new AtomicLong();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 20, 500, 2_000})
    void letsOneAddressHaveTheWholeRateWhenNobodyElseComes(int perSecond) throws Exception {
        // given
        FairRate rate = new FairRate(perSecond, clock::get);
        InetAddress source = address(1);

        // then first one second's worth at once
        assertThat(takes(rate, source, perSecond * 2)).isEqualTo(perSecond);

        // and then as much in each second
        assertThat(flood(rate, source, 10)).isBetween(10 * perSecond, 10 * perSecond + perSecond / 2 + 1);
    }

    @Test
    void keepsEnoughForTheOthersWhileOneAddressKnocksWithoutEnd() throws Exception {
        // given an address that tries ten times what the rate allows
        FairRate rate = new FairRate(2_000, clock::get);
        InetAddress flood = address(1);
        int honest = 0;

        // when another client comes each millisecond, for ten seconds
        for (int step = 0; step < 10 * STEPS; step++) {
            clock.addAndGet(SECOND / STEPS);
            takes(rate, flood, 20);
            honest += rate.tryTake(address(100 + step)) ? 1 : 0;
        }

        // then nobody is refused but those few that share with it
        assertThat(honest).isBetween(10 * STEPS - 50, 10 * STEPS);
    }

    @Test
    void keepsHalfASecondsWorthForAStormOfOthers() throws Exception {
        // given one address that has used up all it can
        FairRate rate = new FairRate(2_000, clock::get);
        takes(rate, address(1), 10_000);

        // when
        int others = 0;
        for (int i = 0; i < 5_000; i++) {
            others += rate.tryTake(address(100 + i)) ? 1 : 0;
        }

        // then
        assertThat(others).isEqualTo(1_000);
    }

    @Test
    void neverLetsMoreThroughThanTheRateHoweverManyComeFrom() throws Exception {
        FairRate rate = new FairRate(100, clock::get);
        int through = 0;

        for (int step = 0; step < 10 * STEPS; step++) {
            clock.addAndGet(SECOND / STEPS);
            through += takes(rate, address(step), 2);
        }

        assertThat(through).isBetween(1_000, 1_000 + 150);
    }

    /** Comes ten times as often as in each of a second's steps one is due. */
    private int flood(FairRate rate, InetAddress source, int seconds) {
        int taken = 0;
        for (int step = 0; step < seconds * STEPS; step++) {
            clock.addAndGet(SECOND / STEPS);
            taken += takes(rate, source, 10);
        }
        return taken;
    }

    private static int takes(FairRate rate, InetAddress source, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += rate.tryTake(source) ? 1 : 0;
        }
        return taken;
    }

    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, (byte) (number >>> 16), (byte) (number >>> 8), (byte) number});
    }
}
