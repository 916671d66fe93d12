package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "sensor-*, sensor-1, true",
        "sensor-*, sensor-, true",
        "sensor-*, sensor, false",
        "*.a.example.com, x.a.example.com, true",
        "*.a.example.com, a.example.com, false",
        "*-*-*, a-b-c, true",
        "*-*-*, a-b, false",
        "a*b, ab, true",
        "a*b, aXbXb, true",
        "a*b, aXbX, false",
        "exact, exact, true",
        "exact, exactly, false",
        "'', '', true",
        "'', x, false",
        "*, '', true",
        "a.c, abc, false",
    })
    void matchesTheWholeText(String pattern, String text, boolean expected) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(expected);
    }

    @Test
    void matchesNoFactThatIsNotThere() {
        assertThat(new Glob("*").matches(null)).isFalse();
    }

    @Test
    void knowsWhenItMatchesEveryText() {
        assertThat(new Glob("*").matchesEveryText()).isTrue();
        assertThat(new Glob("**").matchesEveryText()).isTrue();
        assertThat(new Glob("*a*").matchesEveryText()).isFalse();
        assertThat(new Glob("").matchesEveryText()).isFalse();
    }

    /** A matcher that backtracks would need longer than the universe lives. */
    @Test
    void staysFastOnTheLongestClientIdThatAlmostMatches() {
        Glob glob = new Glob("*a".repeat(50) + "*b");
        String clientId = "a".repeat(65_535);

        assertTimeout(
                Duration.ofSeconds(5), () -> assertThat(glob.matches(clientId)).isFalse());
    }

    @Test
    void agreesWithRegularExpressionsOnRandomText() {
        SplittableRandom random = new SplittableRandom(45);
        int matches = 0;
        for (int i = 0; i < 50_000; i++) {
            String pattern = text(random, "ab*", 8);
            String text = text(random, "ab", 10);
            boolean expected = Pattern.matches(pattern.replace("*", ".*"), text);

            assertThat(new Glob(pattern).matches(text))
                    .as("%s on %s", pattern, text)
                    .isEqualTo(expected);
            matches += expected ? 1 : 0;
        }
        assertThat(matches).isBetween(1_000, 49_000);
    }

    private static String text(SplittableRandom random, String alphabet, int max) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(max); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
