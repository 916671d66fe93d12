package io.mqttproxy.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a flood may write. What is left out is counted.
 *
 * @param refused lines of the access log about connections that were refused, of each reason; null = all
 * @param disconnected the same about those that a backend had accepted; null = all
 * @param connected lines of the access log about clients when they are accepted, all together; null = all
 * @param repeated lines of the program's log with the same words; null = all
 * @param summary how often one line tells what was left out
 */
public record SamplingConfig(
        @Nullable Rate refused,
        @Nullable Rate disconnected,
        @Nullable Rate connected,
        @Nullable Rate repeated,
        Duration summary) {
    private static final Rate MANY = new Rate(100);

    /** For a file that says nothing: 2.6 GB a day when one reason floods all day, with lines of 300 bytes. */
    public static final SamplingConfig DEFAULTS = new SamplingConfig(MANY, null, null, MANY, Duration.ofSeconds(10));

    /** In lines per second; {@link Integer#MAX_VALUE} for all. */
    public static int perSecond(@Nullable Rate rate) {
        return rate == null ? Integer.MAX_VALUE : rate.perSecond();
    }
}
