package io.mqttproxy.tls.stapling;

import java.util.concurrent.atomic.LongAdder;

/** How often a bundle's staple was fetched, and how often there was none to be had. */
record RefreshCounts(LongAdder succeeded, LongAdder failed) {

    RefreshCounts() {
        this(new LongAdder(), new LongAdder());
    }
}
