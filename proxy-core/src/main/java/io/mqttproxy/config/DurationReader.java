package io.mqttproxy.config;

import java.time.Duration;

/**
 * A duration as Go writes it: {@code 500ms}, {@code 10s}, {@code 1m30s}, {@code 1.5h}; the larger unit first, each once.
 *
 * @param smallest inclusive
 * @param largest inclusive, at most some days
 */
record DurationReader(Duration smallest, Duration largest) implements TextReader<Duration> {
    @Override
    public Duration read(String text) throws BadValue {
        double millis = 0;
        double previousUnit = Double.MAX_VALUE;
        int position = 0;
        do {
            int unitStart = endOf(text, position, true);
            int unitEnd = endOf(text, unitStart, false);
            double unit = millisOf(text.substring(unitStart, unitEnd));
            if (unit >= previousUnit) {
                throw BadValue.plain();
            }
            millis += DecimalReader.number(text.substring(position, unitStart)) * unit;
            previousUnit = unit;
            position = unitEnd;
        } while (position < text.length());
        Duration duration = Duration.ofMillis(Math.round(millis));
        if (duration.compareTo(smallest) < 0 || duration.compareTo(largest) > 0) {
            throw BadValue.expected("a duration from " + text(smallest) + " to " + text(largest));
        }
        return duration;
    }

    @Override
    public String expected() {
        return "a duration such as 10s or 1m30s";
    }

    /** The shortest way to write a duration, in units that this reader takes. */
    static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        return part(duration.toHours(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s")
                + part(duration.toMillisPart(), "ms");
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }

    /** The index behind the number or the unit that starts here. */
    private static int endOf(String text, int start, boolean number) {
        int end = start;
        while (end < text.length() && isNumber(text.charAt(end)) == number) {
            end++;
        }
        return end;
    }

    private static boolean isNumber(char c) {
        return (c >= '0' && c <= '9') || c == '.';
    }

    private static double millisOf(String unit) throws BadValue {
        return switch (unit) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1_000;
            case "ms" -> 1;
            default -> throw BadValue.plain();
        };
    }
}
