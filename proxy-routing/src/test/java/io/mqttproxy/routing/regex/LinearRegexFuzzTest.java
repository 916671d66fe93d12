package io.mqttproxy.routing.regex;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class LinearRegexFuzzTest {

    /** Whatever the pattern: it is refused in one way only, or it takes any text in time. */
    @FuzzTest
    void takesOrRefusesAnyPattern(FuzzedDataProvider data) {
        String pattern = data.consumeString(60);
        String text = data.consumeRemainingAsString();
        try {
            LinearRegex regex = LinearRegex.parse(pattern);
            boolean grouped = LinearRegex.parse("(?:" + pattern + ")").matches(text);
            if (regex.matches(text) != grouped) {
                throw new AssertionError("a group around the pattern changes what it matches: " + pattern);
            }
        } catch (IllegalArgumentException e) {
            // a pattern that is refused, or anchors, which a group does not take
        }
    }
}
