package io.mqttproxy.metrics;

import java.util.function.LongSupplier;

/**
 * A count whose value someone else keeps; it never shrinks, whatever they say.
 *
 * @param source asked at each scrape
 */
record Followed(Count count, LongSupplier source) {

    /** Takes the value over for a scrape. */
    void freeze() {
        count.add(Math.max(0, source.getAsLong() - count.now()));
        count.freeze();
    }
}
