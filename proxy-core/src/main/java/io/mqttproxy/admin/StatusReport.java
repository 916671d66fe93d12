package io.mqttproxy.admin;

import io.mqttproxy.admin.ProxyView.Listener;
import io.mqttproxy.admin.ProxyView.ProcessFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Everything that an operator looks at first, in one JSON object: {@code GET /api/v1/status} and each event. */
final class StatusReport {

    /** Those that may have happened since the event before. */
    private static final int LATEST_CHANGES = 5;

    private final ProxyView proxy;
    private final BundleControl bundles;
    private final ClusterControl clusters;
    private final Readiness readiness;
    private final InstantSource clock;

    StatusReport(OperatorViews views, ClusterControl clusters, Readiness readiness, InstantSource clock) {
        this.proxy = views.proxy();
        this.bundles = views.bundles();
        this.clusters = clusters;
        this.readiness = readiness;
        this.clock = clock;
    }

    /** On one line. */
    JsonObject json() {
        Instant now = clock.instant();
        ProcessFacts process = proxy.process();
        List<Listener> listeners = proxy.listeners();
        List<Readiness.Check> checks = readiness.checks();
        return new JsonObject()
                .with("time", now.toString())
                .with("version", process.version())
                .with("started", process.started().toString())
                .with("uptimeSeconds", Duration.between(process.started(), now).toSeconds())
                .with("ready", checks.stream().allMatch(Readiness.Check::ok))
                .with("draining", process.draining())
                .with("checks", checks.stream().map(StatusReport::json).toList())
                .with("connections", sum(listeners, listener -> listener.counts()
                        .open()))
                .with("refused", refused(listeners))
                .with("listeners", ListenerReport.json(listeners))
                .with("clusters", ClusterReport.list(clusters.clusters()))
                .with("certificates", CertificateReport.json(proxy.certificates(), now))
                .with(
                        "bundleChanges",
                        bundles.changes().stream()
                                .limit(LATEST_CHANGES)
                                .map(BundleReport::json)
                                .toList())
                .with("memory", memory(process))
                .withNumbers(
                        "eventLoopLagMicros",
                        process.loopLagNanos().stream()
                                .map(TimeUnit.NANOSECONDS::toMicros)
                                .toList());
    }

    private static JsonObject json(Readiness.Check check) {
        return new JsonObject()
                .with("name", check.name())
                .with("ok", check.ok())
                .with("detail", check.detail());
    }

    private static JsonObject memory(ProcessFacts process) {
        return new JsonObject()
                .with("heapUsed", process.heapUsed())
                .with("heapMost", process.heapMost())
                .with("directUsed", process.directUsed());
    }

    private static Map<String, Long> refused(List<Listener> listeners) {
        Map<String, Long> sums = new TreeMap<>();
        listeners.forEach(listener ->
                listener.counts().refused().forEach((reason, count) -> sums.merge(reason, count, Long::sum)));
        return sums;
    }

    private static long sum(List<Listener> listeners, ToLongFunction<Listener> count) {
        return listeners.stream().mapToLong(count).sum();
    }
}
