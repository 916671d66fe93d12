package io.mqttproxy.admin;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/** Short times in milliseconds. */
final class Millis {

    /** What people compare at a glance; what is measured is no finer. */
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private Millis() {}

    /** A number of milliseconds without an exponent, to the microsecond. */
    static String number(Duration time) {
        return plain(micros(time));
    }

    /** For people: three digits and the unit, such as {@code 0.212 ms}. */
    static String text(Duration time) {
        return plain(micros(time).round(THREE_DIGITS)) + " ms";
    }

    private static BigDecimal micros(Duration time) {
        return BigDecimal.valueOf(time.toNanos(), 6).setScale(3, RoundingMode.HALF_UP);
    }

    private static String plain(BigDecimal millis) {
        return millis.signum() == 0 ? "0" : millis.stripTrailingZeros().toPlainString();
    }
}
