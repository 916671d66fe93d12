package io.mqttproxy;

import io.mqttproxy.config.TracesConfig;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.NameHash;
import io.mqttproxy.relay.TracedSetups;
import io.mqttproxy.trace.Collector;
import io.mqttproxy.trace.Exporting;
import io.mqttproxy.trace.OtlpExporter;
import io.mqttproxy.trace.TraceCounts;
import io.netty.util.concurrent.FastThreadLocal;
import java.security.SecureRandom;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Traces of how connections are set up, where the configuration of the moment wants them; without them, there is no thread. */
final class Traces implements AutoCloseable {

    private static final String SERVICE = "mqtt-proxy";

    private final TraceCounts counts = new TraceCounts();
    private final Exporting exporting = exporting();
    private final TracedSetups setups;
    private @Nullable OtlpExporter exporter;
    private boolean closed;

    /**
     * Traces nobody yet.
     *
     * @param names what clients are called
     */
    Traces(NameHash names, ProxyMetrics metrics) {
        SecureRandom seeds = new SecureRandom();
        FastThreadLocal<SplittableRandom> randoms = new FastThreadLocal<>() {
            @Override
            protected SplittableRandom initialValue() {
                return new SplittableRandom(seeds.nextLong());
            }
        };
        setups = new TracedSetups(names, randoms::get);
        metrics.process().traces(counts::exported, counts::failed, counts::dropped);
    }

    /** The id of the instance is of this process alone: after a restart it is another one. */
    private static Exporting exporting() {
        String version = BuildInfo.labels().getOrDefault("version", "");
        return new Exporting(
                Map.of(
                        "service.name",
                        SERVICE,
                        "service.version",
                        version,
                        "service.instance.id",
                        UUID.randomUUID().toString()),
                version);
    }

    /** Whose set-up is traced. */
    TracedSetups setups() {
        return setups;
    }

    /**
     * Does as another configuration says, for connections that are accepted from now on. Never blocks.
     *
     * @param config null = no traces
     * @param collector null without traces
     */
    synchronized void follow(@Nullable TracesConfig config, @Nullable Collector collector) {
        if (config == null || collector == null || closed) {
            setups.stop();
            if (exporter != null) {
                exporter.retire();
                exporter = null;
            }
            return;
        }
        if (exporter == null) {
            exporter = new OtlpExporter(collector, exporting, counts, OtlpExporter.Limits.USUAL);
        } else {
            exporter.to(collector);
        }
        setups.trace(config.sample(), exporter::offer);
    }

    /** Sends what is not sent yet, for two seconds at most. */
    @Override
    public synchronized void close() {
        closed = true;
        setups.stop();
        if (exporter != null) {
            exporter.close();
        }
    }
}
