package io.mqttproxy.admin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    static String text(int perSecond) {
        return perSecond + "/s";
    }
}
