package io.mqttproxy;

import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.DiscoveryConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.discovery.Sources;
import io.mqttproxy.routing.BackendSource;
import io.mqttproxy.routing.Discovery;
import io.mqttproxy.routing.DiscoveryPolicy;
import io.mqttproxy.routing.HealthChecker;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the backends of one configuration looked up and probed. */
final class BackendWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BackendWatch.class);

    private final ClusterAssembly clusters;
    private final Map<String, HealthChecker> checkers;
    private final Function<String, DiscoveryCounts> counts;
    private final Sources sources;
    private final ScheduledExecutorService background;
    private final List<AutoCloseable> owned = new ArrayList<>();

    /**
     * Not started.
     *
     * @param checkers by cluster, not started; closed here
     * @param counts what is known of a cluster's backends, and what operators see of its looks
     * @param sources where backends are looked up
     * @param background looks them up and takes them in; single-threaded; not shut down here
     */
    BackendWatch(
            ClusterAssembly clusters,
            Map<String, HealthChecker> checkers,
            Function<String, DiscoveryCounts> counts,
            Sources sources,
            ScheduledExecutorService background) {
        this.clusters = clusters;
        this.checkers = checkers;
        this.counts = counts;
        this.sources = sources;
        this.background = background;
    }

    /**
     * Begins; does not block.
     *
     * @return completes when every source has answered once or had its time
     */
    CompletableFuture<Void> start(ProxyConfig config) {
        checkers.values().forEach(checker -> {
            owned.add(checker);
            checker.start();
        });
        List<CompletableFuture<Void>> first = new ArrayList<>();
        for (ClusterConfig section : config.clusters().values()) {
            if (section.discovery() != null) {
                first.add(discover(section, section.discovery()));
            }
        }
        return CompletableFuture.allOf(first.toArray(new CompletableFuture<?>[0]));
    }

    /**
     * Waits for what {@link #start} began; by any thread but the background one, which does it. Afterwards the first client
     * finds backends; a proxy without any starts all the same and is not ready until there are some.
     */
    static void await(CompletableFuture<Void> all, ProxyConfig config) {
        Duration longest = Duration.ZERO;
        for (ClusterConfig section : config.clusters().values()) {
            if (section.discovery() != null
                    && longest.compareTo(section.discovery().timeout()) < 0) {
                longest = section.discovery().timeout();
            }
        }
        try {
            all.get(longest.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("Starts without having looked up every backend", e);
        }
    }

    private CompletableFuture<Void> discover(ClusterConfig section, DiscoveryConfig discovery) {
        BackendSource source = sources.of(discovery);
        if (source instanceof AutoCloseable closeable) {
            owned.add(closeable);
        }
        DiscoveryCounts known = counts.apply(section.name());
        DiscoveredBackends taker =
                new DiscoveredBackends(section.name(), clusters, checkers.get(section.name()), known);
        Discovery looks = new Discovery(
                source,
                new DiscoveryPolicy(discovery.floor(), discovery.ceiling(), discovery.timeout()),
                taker,
                background,
                InstantSource.system(),
                new SecureRandom());
        owned.add(looks);
        return looks.start(known.view()).toCompletableFuture();
    }

    @Override
    public void close() {
        for (int i = owned.size() - 1; i >= 0; i--) {
            try {
                owned.get(i).close();
            } catch (Exception e) {
                log.error("What watches backends did not close", e);
            }
        }
    }
}
