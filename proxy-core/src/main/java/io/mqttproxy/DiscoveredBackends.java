package io.mqttproxy;

import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Discovery;
import io.mqttproxy.routing.DiscoveryResult;
import io.mqttproxy.routing.DiscoveryView;
import io.mqttproxy.routing.HealthChecker;
import io.mqttproxy.routing.Roster;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the backends of one cluster in as they are found; counts, and says in the log what changed. */
final class DiscoveredBackends implements Discovery.Listener {

    private static final Logger log = LoggerFactory.getLogger(DiscoveredBackends.class);

    private final String cluster;
    private final ClusterAssembly clusters;
    private final @Nullable HealthChecker checker;
    private final DiscoveryCounts counts;
    private boolean failing;

    /**
     * @param checker follows who comes and goes; null = they are not probed
     */
    DiscoveredBackends(
            String cluster, ClusterAssembly clusters, @Nullable HealthChecker checker, DiscoveryCounts counts) {
        this.cluster = cluster;
        this.clusters = clusters;
        this.checker = checker;
        this.counts = counts;
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
        counts.looked(result, now);
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
