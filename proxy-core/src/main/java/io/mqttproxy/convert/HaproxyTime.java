package io.mqttproxy.convert;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as HAProxy writes them: {@code 5000} and {@code 5000ms}, {@code 10s}, {@code 1m}, {@code 1h}, {@code 1d}. */
final class HaproxyTime {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(us|ms|s|m|h|d)?");

    private HaproxyTime() {}

    /** As proxy.yaml writes it, when it is between these. */
    static Optional<String> convert(String text, Duration smallest, Duration largest) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(time.group(1));
        String unit = time.group(2) == null ? "ms" : time.group(2);
        Duration duration =
                switch (unit) {
                    case "us" -> Duration.ofMillis(number / 1000);
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
        if (duration.compareTo(smallest) < 0 || duration.compareTo(largest) > 0) {
            return Optional.empty();
        }
        long millis = duration.toMillis();
        return Optional.of(millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms");
    }
}
