package io.mqttproxy;

import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.discovery.Sources;
import io.mqttproxy.routing.DiscoveryView;
import io.mqttproxy.routing.HealthChecker;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The backends of the configuration that serves, and what passes from one configuration to the next: what is known of those
 * that stay, and the lists that were looked up. Used by one thread at a time.
 */
final class LiveBackends {

    private final ProcessParts parts;
    private final Sources sources;

    /** By cluster, of those that look their backends up. */
    private final Map<String, DiscoveryCounts> discovery = new HashMap<>();

    LiveBackends(ProcessParts parts) {
        this.parts = parts;
        this.sources = new Sources(parts.loops()::dns);
    }

    /** The clusters that a proxy begins with; those that are looked up have nobody yet. */
    ClusterAssembly first(ProxyConfig config, ConfiguredFiles files) {
        return new ClusterAssembly(config, parts.metrics(), files.tls(), null, Map.of());
    }

    /**
     * Finds out with whom the clusters of another configuration begin; nothing has changed afterwards. Blocks when there are
     * clusters of which nothing is known.
     *
     * @return what is known, by cluster
     * @throws ConfigException when clusters would have nobody from now on
     */
    Map<String, DiscoveryView> lookAhead(ProxyConfig next, ClusterAssembly serving) throws ConfigException {
        Map<String, DiscoveryView> found = new HashMap<>();
        discovery.forEach((cluster, counts) -> found.put(cluster, counts.view()));
        List<ClusterConfig> unknown = next.clusters().values().stream()
                .filter(section ->
                        section.discovery() != null && section.backends().isEmpty())
                .filter(section -> found.getOrDefault(section.name(), DiscoveryView.INITIAL)
                        .backends()
                        .isEmpty())
                .filter(section -> !serving.hasNobody(section.name())) // nothing to lose, and it is looked for already
                .toList();
        try (FirstLooks looks = new FirstLooks(sources::of, InstantSource.system())) {
            found.putAll(looks.look(unknown));
        }
        return found;
    }

    /**
     * The clusters of another configuration; those of the one that served are not updated from now on.
     *
     * @param found by {@link #lookAhead}
     */
    ClusterAssembly next(
            ProxyConfig next, ConfiguredFiles files, ClusterAssembly serving, Map<String, DiscoveryView> found) {
        discovery.entrySet().removeIf(entry -> {
            @Nullable ClusterConfig section = next.clusters().get(entry.getKey());
            boolean over = section == null || section.discovery() == null;
            if (over) {
                entry.getValue().close();
            }
            return over;
        });
        found.forEach((cluster, view) -> {
            @Nullable ClusterConfig section = next.clusters().get(cluster);
            if (section != null && section.discovery() != null) {
                counts(cluster).known(view);
            }
        });
        return new ClusterAssembly(next, parts.metrics(), files.tls(), serving, found);
    }

    private DiscoveryCounts counts(String cluster) {
        return discovery.computeIfAbsent(cluster, name -> new DiscoveryCounts(name, parts.metrics()));
    }

    /**
     * Has the backends of a generation looked up and probed, as tasks of it; does not block.
     *
     * @return completes when every source has answered once or had its time
     */
    CompletableFuture<Void> watch(Generation generation) {
        ConfiguredFiles files = generation.files();
        ClusterAssembly clusters = generation.clusters();
        HealthProbes probes = new HealthProbes(parts.loops(), files.tls(), files.probePasswords(), new SecureRandom());
        Map<String, HealthChecker> checkers = clusters.healthCheckers(probes, parts.scheduler());
        BackendWatch watch = new BackendWatch(clusters, checkers, this::counts, sources, parts.background());
        generation.tasks().add(watch);
        Future<?> tidying = parts.background().scheduleWithFixedDelay(() -> tidy(clusters), 1, 1, TimeUnit.SECONDS);
        generation.tasks().add(() -> tidying.cancel(false));
        return watch.start(generation.config());
    }

    private void tidy(ClusterAssembly clusters) {
        clusters.forgetEmpty();
        parts.moves().retain(clusters.targets().keySet());
    }
}
