package io.mqttproxy;

import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.DiscoveryConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.discovery.Sources;
import io.mqttproxy.metrics.ProxyMetrics;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the backends of clusters looked up and probed, and tells the metrics about it. */
final class BackendWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BackendWatch.class);

    private final ClusterAssembly clusters;
    private final Map<String, HealthChecker> checkers;
    private final ProxyMetrics metrics;
    private final Sources sources;
    private final ScheduledExecutorService background;
    private final List<AutoCloseable> owned = new ArrayList<>();

    /**
     * Not started.
     *
     * @param checkers by cluster, not started; closed here
     * @param sources where backends are looked up
     * @param background looks them up; not shut down here
     */
    BackendWatch(
            ClusterAssembly clusters,
            Map<String, HealthChecker> checkers,
            ProxyMetrics metrics,
            Sources sources,
            ScheduledExecutorService background) {
        this.clusters = clusters;
        this.checkers = checkers;
        this.metrics = metrics;
        this.sources = sources;
        this.background = background;
    }

    /**
     * Begins. Blocks until every source has answered once or had its time, so that the first client finds backends; a proxy
     * without any starts all the same and is not ready until there are some.
     */
    void start(ProxyConfig config) {
        checkers.values().forEach(checker -> {
            owned.add(checker);
            checker.start();
        });
        List<CompletableFuture<Void>> first = new ArrayList<>();
        Duration longest = Duration.ZERO;
        for (ClusterConfig section : config.clusters().values()) {
            if (section.discovery() != null) {
                first.add(discover(section, section.discovery()));
                longest = longest.compareTo(section.discovery().timeout()) < 0
                        ? section.discovery().timeout()
                        : longest;
            }
        }
        await(CompletableFuture.allOf(first.toArray(new CompletableFuture<?>[0])), longest.plusSeconds(1));
    }

    private CompletableFuture<Void> discover(ClusterConfig section, DiscoveryConfig discovery) {
        BackendSource source = sources.of(discovery);
        if (source instanceof AutoCloseable closeable) {
            owned.add(closeable);
        }
        DiscoveredBackends taker =
                new DiscoveredBackends(section.name(), clusters, checkers.get(section.name()), metrics);
        Discovery looks = new Discovery(
                source,
                new DiscoveryPolicy(discovery.floor(), discovery.ceiling(), discovery.timeout()),
                taker,
                background,
                InstantSource.system(),
                new SecureRandom());
        owned.add(looks);
        return looks.start().toCompletableFuture();
    }

    private static void await(CompletableFuture<Void> all, Duration limit) {
        try {
            all.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("Starts without having looked up every backend", e);
        }
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
