package io.mqttproxy.admin;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long something is to last, written as in the configuration and with days: {@code 90s}, {@code 1h30m}, {@code 7d}. */
final class Span {

    static final String EXPECTED = "a duration from 1s to 3650d such as 30m, 1h or 7d";

    private static final Pattern FORM =
            Pattern.compile("(?:([0-9]{1,4})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,7})m)?(?:([0-9]{1,9})s)?");
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private Span() {}

    /** The duration; null when it is none, zero, or longer than ten years. */
    static @Nullable Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        Duration span = Duration.ofDays(number(form.group(1)))
                .plusHours(number(form.group(2)))
                .plusMinutes(number(form.group(3)))
                .plusSeconds(number(form.group(4)));
        return span.isZero() || span.compareTo(LONGEST) > 0 ? null : span;
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
