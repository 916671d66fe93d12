package io.mqttproxy.routing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source has told so far. Immutable.
 *
 * @param backends those of the last good answer; empty before the first one
 * @param lastSuccess when that was; null = never
 * @param failures looks in a row that found nothing since then
 * @param problem why the last one did not; empty when it did
 */
public record DiscoveryView(
        List<Backend> backends, @Nullable Instant lastSuccess, int failures, String problem) {

    /** Before the first look. */
    public static final DiscoveryView INITIAL = new DiscoveryView(List.of(), null, 0, "");

    /** After a look that found these. */
    public DiscoveryView found(List<Backend> now, Instant when) {
        return new DiscoveryView(now, when, 0, "");
    }

    /** After a look that found none: the last good answer stays. */
    DiscoveryView failed(String why) {
        return new DiscoveryView(backends, lastSuccess, failures + 1, why);
    }
}
