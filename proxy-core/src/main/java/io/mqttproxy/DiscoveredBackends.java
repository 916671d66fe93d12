package io.mqttproxy;

import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Discovery;
import io.mqttproxy.routing.DiscoveryResult;
import io.mqttproxy.routing.DiscoveryView;
import io.mqttproxy.routing.HealthChecker;
import io.mqttproxy.routing.Roster;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the backends of one cluster in as they are found; counts, and says in the log what changed. */
final class DiscoveredBackends implements Discovery.Listener {

    private static final Logger log = LoggerFactory.getLogger(DiscoveredBackends.class);

    private final String cluster;
    private final ClusterAssembly clusters;
    private final @Nullable HealthChecker checker;
    private final Map<DiscoveryResult, LongAdder> counts = new EnumMap<>(DiscoveryResult.class);
    private volatile DiscoveryView view;
    private boolean failing;

    /**
     * @param checker follows who comes and goes; null = they are not probed
     */
    DiscoveredBackends(
            String cluster, ClusterAssembly clusters, @Nullable HealthChecker checker, ProxyMetrics metrics) {
        this.cluster = cluster;
        this.clusters = clusters;
        this.checker = checker;
        this.view = new DiscoveryView(List.of(), null, 0, "");
        Map<String, LongSupplier> lookups = new TreeMap<>();
        for (DiscoveryResult result : DiscoveryResult.values()) {
            LongAdder count = new LongAdder();
            counts.put(result, count);
            lookups.put(result.name().toLowerCase(Locale.ROOT), count::sum);
        }
        metrics.discovery(cluster, () -> view.backends().size(), this::lastSuccess, lookups);
    }

    private long lastSuccess() {
        @Nullable Instant when = view.lastSuccess();
        return when == null ? 0 : when.getEpochSecond();
    }

    @Override
    public void changed(List<Backend> backends) {
        Roster.Change change = clusters.update(cluster, backends);
        if (checker != null) {
            checker.follow(change.present());
        }
        log.info(
                "Cluster {} has {} backends; joined: {}; left: {}",
                cluster,
                change.present().size(),
                names(change.joined()),
                names(change.left()));
    }

    private static String names(List<BackendState> states) {
        return states.isEmpty()
                ? "none"
                : String.join(", ", states.stream().map(BackendState::toString).toList());
    }

    @Override
    public void looked(DiscoveryResult result, DiscoveryView now) {
        view = now;
        LongAdder count = counts.get(result);
        if (count != null) {
            count.increment();
        }
        clusters.forgetEmpty(cluster);
        if (result != DiscoveryResult.OK && !failing) {
            log.warn(
                    "Backends of cluster {} cannot be looked up, the last {} known are kept: {}",
                    cluster,
                    now.backends().size(),
                    now.problem());
        } else if (result == DiscoveryResult.OK && failing) {
            log.info("Backends of cluster {} can be looked up again", cluster);
        }
        failing = result != DiscoveryResult.OK;
    }
}
