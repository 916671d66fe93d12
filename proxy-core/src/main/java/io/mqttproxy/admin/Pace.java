package io.mqttproxy.admin;

import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Clients a second, written as in the configuration: {@code 500/s}. */
final class Pace {

    static final String EXPECTED = "a rate from 1/s to 1000000/s such as 500/s";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,7})/s");
    private static final int MOST = 1_000_000;

    private Pace() {}

    /** The number; 0 when it is not one from 1 to a million. */
    static int parse(String text) {
        Matcher form = FORM.matcher(text);
        int number = form.matches() ? Integer.parseInt(form.group(1)) : 0;
        return number > MOST ? 0 : number;
    }

    /**
     * The number of a request.
     *
     * @param text null when the request says nothing
     * @throws ApiException when it is none
     */
    static int orUsual(@Nullable String text, IntSupplier usual) throws ApiException {
        int pace = text == null ? usual.getAsInt() : parse(text);
        if (pace < 1) {
            throw ApiException.badRequest("pace: " + text + " (expected: " + EXPECTED + ")");
        }
        return pace;
    }

    static String text(int perSecond) {
        return perSecond + "/s";
    }
}
