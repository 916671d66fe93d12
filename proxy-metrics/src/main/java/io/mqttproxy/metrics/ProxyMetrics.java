package io.mqttproxy.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The meters of one proxy. Handles are taken once, when a listener or a cluster is made; scrapes come one at a time
 * and do not hold up the threads that count.
 */
public final class ProxyMetrics implements AutoCloseable {

    private record BackendId(String cluster, String backend) {}

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(new ScrapeConfig()).throwExceptionOnRegistrationFailure();
    private final Histograms histograms;
    private final RuntimeMetrics runtime = new RuntimeMetrics(registry);
    private final Map<String, ListenerMetrics> listeners = new ConcurrentHashMap<>();
    private final Map<BackendId, BackendMetrics> backends = new ConcurrentHashMap<>();
    private final List<Followed> followed = new CopyOnWriteArrayList<>();
    private final ProcessMetrics process = new ProcessMetrics(registry, followed::add);

    /** Without exemplars. */
    public ProxyMetrics() {
        this(false);
    }

    /** With or without exemplars: ids of connections beside the buckets of histograms, for those who scrape OpenMetrics. */
    public ProxyMetrics(boolean exemplars) {
        histograms = new Histograms(registry, exemplars);
    }

    /**
     * Registers a listener.
     *
     * @param name its name in the configuration
     * @param labels everything that can happen to its clients
     * @throws IllegalArgumentException when the name is taken
     */
    public ListenerMetrics listener(String name, ListenerLabels labels) {
        return listeners.compute(name, (key, present) -> {
            if (present != null) {
                throw taken("listener", name);
            }
            return new ListenerMetrics(registry, histograms, name, labels);
        });
    }

    /** Exposes how many connections a listener admits at the same time, until the registration is closed. */
    public Registration connectionsLimit(String listener, int limit) {
        return removing(List.of(Meters.CLIENT_CONNECTIONS_LIMIT.gauge(registry, () -> limit, listener)));
    }

    /**
     * Registers a backend.
     *
     * @param cluster the name of its cluster
     * @param backend its name
     * @param up whether new clients are sent there; asked at each scrape
     * @param connections the clients that are relayed to it; asked at each scrape
     * @param failureReasons why a connect can fail
     * @throws IllegalArgumentException when the cluster has a backend of this name
     */
    public BackendMetrics backend(
            String cluster,
            String backend,
            BooleanSupplier up,
            IntSupplier connections,
            List<? extends Label> failureReasons) {
        return backends.compute(new BackendId(cluster, backend), (key, present) -> {
            if (present != null) {
                throw taken("backend", cluster + "/" + backend);
            }
            return new BackendMetrics(registry, histograms, cluster, backend, up, connections, failureReasons);
        });
    }

    /** Takes a backend that left the configuration out of the exposition; does nothing when there is none. */
    public void removeBackend(String cluster, String backend) {
        BackendMetrics removed = backends.remove(new BackendId(cluster, backend));
        if (removed != null) {
            removed.removeFrom(registry);
        }
    }

    /**
     * Exposes how looking up a cluster's backends goes, until the registration is closed.
     *
     * @param backends how many the last good answer had; asked at each scrape
     * @param lastSuccess when that was, in seconds since 1970 UTC; 0 = never; asked at each scrape
     * @param lookups how often it ended so, by each way that it can; numbers that only grow
     */
    public Registration discovery(
            String cluster, IntSupplier backends, LongSupplier lastSuccess, Map<String, LongSupplier> lookups) {
        Registration all = removing(List.of(
                Meters.DISCOVERY_BACKENDS.gauge(registry, backends::getAsInt, cluster),
                Meters.DISCOVERY_LAST_SUCCESS.gauge(registry, lastSuccess::getAsLong, cluster)));
        for (Map.Entry<String, LongSupplier> lookup : new TreeMap<>(lookups).entrySet()) {
            all = both(all, follow(Meters.DISCOVERY_LOOKUPS, lookup.getValue(), cluster, lookup.getKey()));
        }
        return all;
    }

    /**
     * Exposes the state of a CRL file, until the registration is closed.
     *
     * @param file as it is configured
     * @param nextUpdate when its first CRL is past its date, in seconds since 1970; asked at each scrape
     * @param refreshFailed whether the last look at it failed; asked at each scrape
     */
    public Registration crlFile(String listener, String file, LongSupplier nextUpdate, BooleanSupplier refreshFailed) {
        return removing(List.of(
                Meters.CRL_NEXT_UPDATE.gauge(registry, nextUpdate::getAsLong, listener, file),
                Meters.CRL_REFRESH_FAILED.gauge(registry, () -> refreshFailed.getAsBoolean() ? 1 : 0, listener, file)));
    }

    /**
     * Exposes how often a listener has fetched CRLs from distribution points; numbers that only grow. Until the
     * registration is closed.
     */
    public Registration crlDownloads(String listener, LongSupplier succeeded, LongSupplier failed) {
        return both(
                follow(Meters.CRL_DOWNLOADS, succeeded, listener, "ok"),
                follow(Meters.CRL_DOWNLOADS, failed, listener, "failed"));
    }

    /**
     * Exposes how a listener's requests to OCSP responders ended; numbers that only grow. Until the registration is
     * closed.
     */
    public Registration ocspRequests(
            String listener, LongSupplier good, LongSupplier revoked, LongSupplier unknown, LongSupplier failed) {
        return both(
                both(
                        follow(Meters.OCSP_REQUESTS, good, listener, "good"),
                        follow(Meters.OCSP_REQUESTS, revoked, listener, "revoked")),
                both(
                        follow(Meters.OCSP_REQUESTS, unknown, listener, "unknown"),
                        follow(Meters.OCSP_REQUESTS, failed, listener, "failed")));
    }

    /** Exposes what is running, for example its version and that of its TLS engine. Called once. */
    public void buildInfo(Map<String, String> labels) {
        List<Tag> tags = new TreeMap<>(labels)
                .entrySet().stream()
                        .map(entry -> Tag.of(entry.getKey(), entry.getValue()))
                        .toList();
        Meters.BUILD_INFO.gauge(registry, () -> 1, tags);
    }

    /**
     * Exposes when a bundle's server certificate expires, until the registration is closed.
     *
     * @param notAfter in seconds since 1970 UTC; asked at each scrape
     */
    public Registration certificate(String bundle, LongSupplier notAfter) {
        return removing(List.of(Meters.TLS_CERTIFICATE_NOT_AFTER.gauge(registry, notAfter::getAsLong, bundle)));
    }

    /**
     * Exposes how reading the files of TLS anew went. Called once.
     *
     * @param succeeded how often it went well, a number that only grows
     * @param failed how often the old files had to be kept, a number that only grows
     * @param lastSuccess in seconds since 1970 UTC
     */
    public void tlsReloads(LongSupplier succeeded, LongSupplier failed, LongSupplier lastSuccess) {
        follow(Meters.TLS_RELOADS, succeeded, "ok");
        follow(Meters.TLS_RELOADS, failed, "failed");
        Meters.TLS_LAST_RELOAD_SUCCESS.gauge(registry, lastSuccess::getAsLong);
    }

    /**
     * Exposes how fetching OCSP responses about a bundle's certificate goes, until the registration is closed.
     *
     * @param succeeded how often there was a new one, a number that only grows
     * @param failed how often there was none to be had, a number that only grows
     */
    public Registration stapleRefreshes(String bundle, LongSupplier succeeded, LongSupplier failed) {
        return both(
                follow(Meters.TLS_STAPLE_REFRESHES, succeeded, bundle, "ok"),
                follow(Meters.TLS_STAPLE_REFRESHES, failed, bundle, "failed"));
    }

    /**
     * Exposes how changes of the configuration went. Called once.
     *
     * @param succeeded how often one was put into effect, a number that only grows
     * @param failed how often one was refused, a number that only grows
     * @param lastSuccess in seconds since 1970 UTC
     * @param lastGood whether the last one was put into effect; asked at each scrape
     */
    public void configReloads(
            LongSupplier succeeded, LongSupplier failed, LongSupplier lastSuccess, BooleanSupplier lastGood) {
        Meters.CONFIG_LAST_RELOAD_SUCCESSFUL.gauge(registry, () -> lastGood.getAsBoolean() ? 1 : 0);
        follow(Meters.CONFIG_RELOADS, succeeded, "ok");
        follow(Meters.CONFIG_RELOADS, failed, "failed");
        Meters.CONFIG_LAST_RELOAD_SUCCESS.gauge(registry, lastSuccess::getAsLong);
    }

    /** Exposes which configuration is in effect, until the registration is closed. */
    public Registration configHash(String hash) {
        return removing(List.of(Meters.CONFIG_HASH.gauge(registry, () -> 1, hash)));
    }

    /** What the process as a whole holds. */
    public ProcessMetrics process() {
        return process;
    }

    /** Exposes whether the proxy drains. Called once. */
    public void draining(BooleanSupplier draining) {
        Meters.DRAINING.gauge(registry, () -> draining.getAsBoolean() ? 1 : 0);
    }

    /** Exposes how many lines the access log has thrown away or left out, numbers that only grow. Called once. */
    public void accessLog(LongSupplier dropped, LongSupplier suppressed) {
        follow(Meters.ACCESS_LOG_DROPPED, dropped);
        follow(Meters.ACCESS_LOG_SUPPRESSED, suppressed);
    }

    /** The same about the log of the program. Called once. */
    public void programLog(LongSupplier dropped, LongSupplier suppressed) {
        follow(Meters.PROGRAM_LOG_DROPPED, dropped);
        follow(Meters.PROGRAM_LOG_SUPPRESSED, suppressed);
    }

    private Registration follow(Meters meter, LongSupplier source, String... labelValues) {
        Followed count = new Followed(new Count(), source);
        followed.add(count);
        Registration shown = removing(List.of(meter.counter(registry, count.count(), labelValues)));
        return both(shown, () -> followed.remove(count));
    }

    private Registration removing(List<Meter> meters) {
        return () -> meters.forEach(registry::remove);
    }

    private static Registration both(Registration one, Registration other) {
        return () -> {
            one.close();
            other.close();
        };
    }

    /** The counts of each listener by its name, for people; any thread. */
    public Map<String, ListenerCounts> listeners() {
        Map<String, ListenerCounts> counts = new TreeMap<>();
        listeners.forEach((name, metrics) -> counts.put(name, metrics.counts()));
        return counts;
    }

    /** The exposition in Prometheus' own text format. */
    public String scrape() {
        return scrape(Exposition.PROMETHEUS_TEXT);
    }

    /** The exposition in a format, see {@link Exposition#forAccept}. */
    public synchronized String scrape(Exposition format) {
        listeners.values().forEach(ListenerMetrics::freeze);
        backends.values().forEach(BackendMetrics::freeze);
        followed.forEach(Followed::freeze);
        return registry.scrape(format.contentType());
    }

    /**
     * Writes the exposition as UTF-8. The stream may be slow: counting and other scrapes go on meanwhile.
     *
     * @throws IOException when the stream cannot be written to
     */
    public void scrape(OutputStream out, Exposition format) throws IOException {
        out.write(scrape(format).getBytes(StandardCharsets.UTF_8));
    }

    /** Lets go of the JVM's notifications. */
    @Override
    public void close() {
        runtime.close();
        registry.close();
    }

    private static IllegalArgumentException taken(String kind, String name) {
        return new IllegalArgumentException(kind + ": " + name + " has its meters already (expected: each name once)");
    }
}
