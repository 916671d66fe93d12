package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final Instant START = ManualClock.START;
    private static final HealthPolicy POLICY = new HealthPolicy(Duration.ofSeconds(5), Duration.ofSeconds(2), 2, 3);

    @Test
    void isUpBeforeTheFirstProbe() {
        assertThat(Health.unknown(START)).isEqualTo(new Health(true, false, 0, "not probed", START));
    }

    @Test
    void goesDownAtOnceWhenTheFirstProbeFails() {
        Health health = Health.unknown(START).after(ProbeResult.failed("refused"), POLICY, START.plusSeconds(1));

        assertThat(health).isEqualTo(new Health(false, true, 0, "refused", START.plusSeconds(1)));
    }

    @Test
    void goesDownAfterFallFailuresInARowOnly() {
        assertThat(after("+--").up()).isTrue();
        assertThat(after("+--+--").up()).isTrue();
        assertThat(after("+---").up()).isFalse();
    }

    @Test
    void comesUpAfterRisePassesInARowOnly() {
        assertThat(after("-+").up()).isFalse();
        assertThat(after("-+-+").up()).isFalse();
        assertThat(after("-++").up()).isTrue();
    }

    @Test
    void keepsTheMomentOfTheLastChange() {
        assertThat(after("+---").since()).isEqualTo(START.plusSeconds(4));
        assertThat(after("+-----+").since()).isEqualTo(START.plusSeconds(4));
        assertThat(after("+---++--").since()).isEqualTo(START.plusSeconds(6));
    }

    @Test
    void tellsTheReasonOfTheLatestProbe() {
        assertThat(after("+-").reason()).isEqualTo("probe 2 failed");
        assertThat(after("+-+").reason()).isEqualTo("probe passed");
    }

    /** Oracle: look back over the whole history. */
    @Test
    void agreesWithTheHistoryOfRandomProbes() {
        SplittableRandom random = new SplittableRandom(20260102);
        for (int round = 0; round < 500; round++) {
            StringBuilder history = new StringBuilder();
            boolean up = true;
            for (int i = 0; i < 40; i++) {
                history.append(random.nextInt(3) == 0 ? '+' : '-');
                String all = history.toString();
                up = up ? !(all.equals("-") || all.endsWith("---")) : all.endsWith("++");
                assertThat(after(all).up()).as(all).isEqualTo(up);
            }
        }
    }

    private static Health after(String probes) {
        Health health = Health.unknown(START);
        for (int i = 1; i <= probes.length(); i++) {
            boolean ok = probes.charAt(i - 1) == '+';
            ProbeResult result = ok ? ProbeResult.passed() : ProbeResult.failed("probe " + i + " failed");
            health = health.after(result, POLICY, START.plusSeconds(i));
        }
        return health;
    }
}
