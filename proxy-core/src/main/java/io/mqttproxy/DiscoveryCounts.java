package io.mqttproxy;

import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.metrics.Registration;
import io.mqttproxy.routing.DiscoveryResult;
import io.mqttproxy.routing.DiscoveryView;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What operators see of the looks for the backends of one cluster, across configurations. Written by one thread. */
final class DiscoveryCounts implements AutoCloseable {

    private final Map<DiscoveryResult, LongAdder> counts = new EnumMap<>(DiscoveryResult.class);
    private final Registration registration;
    private volatile DiscoveryView view = DiscoveryView.INITIAL;

    /** Shows them until it is closed. */
    DiscoveryCounts(String cluster, ProxyMetrics metrics) {
        Map<String, LongSupplier> lookups = new TreeMap<>();
        for (DiscoveryResult result : DiscoveryResult.values()) {
            LongAdder count = new LongAdder();
            counts.put(result, count);
            lookups.put(result.name().toLowerCase(Locale.ROOT), count::sum);
        }
        registration = metrics.discovery(cluster, () -> view.backends().size(), this::lastSuccess, lookups);
    }

    private long lastSuccess() {
        @Nullable Instant when = view.lastSuccess();
        return when == null ? 0 : when.getEpochSecond();
    }

    /** What is known of the cluster's backends. */
    DiscoveryView view() {
        return view;
    }

    /** Something is known without a look of its own. */
    void known(DiscoveryView found) {
        view = found;
    }

    void looked(DiscoveryResult result, DiscoveryView now) {
        view = now;
        Objects.requireNonNull(counts.get(result)).increment();
    }

    @Override
    public void close() {
        registration.close();
    }
}
