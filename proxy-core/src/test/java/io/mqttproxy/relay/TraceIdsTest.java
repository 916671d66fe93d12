package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceIdsTest {

    private static final int CONNECTIONS = 20_000;

    private final SplittableRandom random = new SplittableRandom(20261122);
    private final TraceIds ids = new TraceIds(() -> random);

    @Test
    void areThirtyTwoDigitsEachOfAnotherConnection() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            seen.add(Objects.requireNonNull(ids.draw(100)).toString());
        }

        assertThat(seen).hasSize(CONNECTIONS).allMatch(id -> id.matches("[0-9a-f]{32}"));
        assertThat(new TraceId(0xABL, -1)).hasToString("00000000000000abffffffffffffffff");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 100, 300", "10, 1700, 2300", "50, 9500, 10500", "99, 19700, 19900", "100, 20000, 20000"})
    void areDrawnForTheShareThatIsWanted(int percent, int atLeast, int atMost) {
        int traced = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            traced += ids.draw(percent) == null ? 0 : 1;
        }

        assertThat(traced).isBetween(atLeast, atMost);
    }

    /** W3C Trace Context, level 2: the share of the largest random parts, so that smaller shares are parts of larger ones. */
    @Test
    void areDrawnByTheLast56Bits() {
        // when
        List<TraceId> drawn = Stream.generate(() -> ids.draw(25))
                .limit(CONNECTIONS)
                .filter(Objects::nonNull)
                .toList();

        // then
        assertThat(drawn).isNotEmpty().allMatch(id -> (id.low() & 0xFF_FFFF_FFFF_FFFFL) >= (1L << 56) / 100 * 75);
    }
}
