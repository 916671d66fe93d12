package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TicketWindowsTest {

    private static final TicketWindows WINDOWS = new TicketWindows(Duration.ofHours(12));
    private static final long LIFETIME = Duration.ofHours(12).toMillis();

    @Test
    void neverAcceptATicketThatIsOlderThanTheLifetimeAndAlwaysOneOfThreeQuarters() {
        SplittableRandom random = new SplittableRandom(8883);
        for (int i = 0; i < 100_000; i++) {
            // given
            long issued = random.nextLong(4_000_000_000_000L);
            long age = random.nextLong(2 * LIFETIME);

            // when
            boolean accepted = WINDOWS.accepted(Instant.ofEpochMilli(issued + age))
                    .contains(WINDOWS.at(Instant.ofEpochMilli(issued)));

            // then
            if (age > LIFETIME) {
                assertThat(accepted).as("issued %d, %d old", issued, age).isFalse();
            } else if (age <= LIFETIME / 4 * 3) {
                assertThat(accepted).as("issued %d, %d old", issued, age).isTrue();
            }
        }
    }

    @Test
    void acceptATicketOfAClockThatIsAheadByOneWindowAtMost() {
        Instant now = Instant.ofEpochMilli(10 * WINDOWS.millis());

        assertThat(WINDOWS.accepted(now)).contains(11L).doesNotContain(12L);
    }

    @Test
    void encryptInTheCurrentWindow() {
        Instant now = Instant.ofEpochMilli(10 * WINDOWS.millis() + 1);

        assertThat(WINDOWS.accepted(now).get(0)).isEqualTo(10L).isEqualTo(WINDOWS.at(now));
    }

    @Test
    void tellHowLongTheCurrentOneLasts() {
        long window = WINDOWS.millis();

        assertThat(WINDOWS.millisToNext(() -> Instant.ofEpochMilli(3 * window))).isEqualTo(window);
        assertThat(WINDOWS.millisToNext(() -> Instant.ofEpochMilli(3 * window - 1)))
                .isEqualTo(1);
    }
}
