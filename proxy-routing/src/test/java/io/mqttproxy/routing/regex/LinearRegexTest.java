package io.mqttproxy.routing.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearRegexTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "sensor-[0-9]+ sensor-17 true",
                "sensor-[0-9]+ sensor- false",
                "sensor-[0-9]+ my-sensor-17 false",
                "^a|b$ b true",
                "^a|b$ ab false",
                "(?:a|b)*c abbac true",
                "a{2,3} a false",
                "a{2,3} aaa true",
                "a{2,3} aaaa false",
                "a{2,} aaaaaaa true",
                "a{2,} a false",
                "a{0} a false",
                "[^/]+ a/b false",
                "[a\\-z]+ a-z true",
                "[a\\-z]+ b false",
                "[a-] - true",
                "[-a] - true",
                "\\d\\w\\D\\W 1a-. true",
                "a\\.b axb false",
                "a+?b aaab true",
                "(a|b)(c|d)? a true",
                ".{3} ä€😀 true",
                "[ä-ü]+ öü true",
                "x(|y)z xz true",
                "a||b b true",
            })
    void matchesWholeTexts(String pattern, String text, boolean matches) {
        assertThat(LinearRegex.parse(pattern).matches(text)).isEqualTo(matches);
    }

    @Test
    void matchesTheEmptyTextWhereThePatternAllowsIt() {
        assertThat(LinearRegex.parse("").matches("")).isTrue();
        assertThat(LinearRegex.parse("a*").matches("")).isTrue();
        assertThat(LinearRegex.parse("a+").matches("")).isFalse();
        assertThat(LinearRegex.parse("").matches("a")).isFalse();
    }

    @Test
    void takesALoneSurrogateForACharacter() {
        assertThat(LinearRegex.parse("a.b").matches("a\uD83Db")).isTrue();
        assertThat(LinearRegex.parse("a[^x]b").matches("a\uDE00b")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(a;a ( without its ) at index 2",
                "a);a ) without its ( at index 1",
                "*a;a quantifier behind nothing at index 0",
                "a**;a quantifier behind a quantifier at index 2",
                "a*+;a quantifier behind a quantifier at index 2",
                "a{2;a count without its } at index 3",
                "a{};no number at index 2",
                "a{3,2};a count from 3 to 2 at index 6",
                "a{1001};a count above 1000 at index 6",
                "a{99999999999};a count above 1000 at index 6",
                "[];an empty class at index 1",
                "[a;the end too early at index 2",
                "[z-a];a range that runs backwards at index 4",
                "[\\d-z];a range that ends in a class at index 5",
                "[a[b]];[ in a class (expected: \\[) at index 2",
                "[a&&b];& in a class (expected: \\&) at index 2",
                "(?=a);a group that begins with (? (expected: (…) or (?:…)) at index 2",
                "(?<id>a);a group that begins with (? (expected: (…) or (?:…)) at index 2",
                "(a)\\1;\\1 (expected: \\d, \\w, \\s or one of them in upper case, or \\ before a punctuation mark) at index 5",
                "\\;the end too early at index 1",
                "a^b;a ^ that is not at the start at index 1",
                "a$b;a $ that is not at the end at index 1",
                "(a$);a $ that is not at the end at index 2",
            })
    void refusesWhatItCannotDo(String pattern, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearRegex.parse(pattern))
                .withMessage(message);
    }

    @Test
    @Timeout(10)
    void refusesPatternsThatNeedTooMuchRoom() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearRegex.parse("(a{1000}){1000}"))
                .withMessage("more than 1000 characters when its counts are written out");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearRegex.parse("(((){1000}){1000}){1000}"))
                .withMessageStartingWith("more than 1000 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearRegex.parse(".*a.{20}"))
                .withMessageStartingWith("more than 1000 states");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearRegex.parse("(".repeat(51) + "a" + ")".repeat(51)))
                .withMessageStartingWith("more than 50 groups within each other");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearRegex.parse("a".repeat(1001)))
                .withMessageStartingWith("a pattern of 1001 characters");
    }

    /** Each of these keeps a backtracking engine busy for longer than the universe is old. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*)*x", "(a*)*b", "((a*)*)*b", "a*a*a*a*a*a*a*b"})
    void takesLinearTimeForTheLongestTextThatAClientCanSend(String pattern) {
        LinearRegex regex = LinearRegex.parse(pattern);
        String text = "a".repeat(65_535);

        assertThat(text).satisfies(hostile -> assertThat(regex.matches(hostile)).isFalse());
        assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 100; i++) {
                assertThat(regex.matches(text)).isFalse();
            }
        });
    }

    @Test
    void agreesWithTheJdkOnRandomPatternsAndTexts() {
        int matched = 0;
        int compared = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String pattern = pattern(random, 3);
            LinearRegex ours = LinearRegex.parse(pattern);
            Pattern theirs = Pattern.compile(pattern, Pattern.DOTALL);
            for (int i = 0; i < 20; i++) {
                String text = text(random);
                boolean expected = theirs.matcher(text).matches();
                assertThat(ours.matches(text))
                        .as("seed %d: %s on %s", seed, pattern, text)
                        .isEqualTo(expected);
                matched += expected ? 1 : 0;
                compared++;
            }
        }
        assertThat(matched).isBetween(compared / 20, compared);
    }

    private static String pattern(SplittableRandom random, int depth) {
        if (depth == 0) {
            String[] atoms = {"a", "b", "c", ".", "[ab]", "[^a]", "\\w", "[b-c]", "é", "😀"};
            return atoms[random.nextInt(atoms.length)];
        }
        return switch (random.nextInt(6)) {
            case 0 -> pattern(random, depth - 1) + pattern(random, depth - 1);
            case 1 -> "(" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
            case 2 -> "(?:" + pattern(random, depth - 1) + ")" + quantifier(random);
            case 3 -> "(" + pattern(random, depth - 1) + ")" + quantifier(random) + "?";
            case 4 -> pattern(random, depth - 1) + "(|" + pattern(random, depth - 1) + ")";
            default -> pattern(random, depth - 1);
        };
    }

    private static String quantifier(SplittableRandom random) {
        String[] quantifiers = {"*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}"};
        return quantifiers[random.nextInt(quantifiers.length)];
    }

    private static String text(SplittableRandom random) {
        String[] letters = {"a", "b", "c", "a", "b", "é", "😀", "-"};
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(7);
        for (int i = 0; i < length; i++) {
            text.append(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }
}
