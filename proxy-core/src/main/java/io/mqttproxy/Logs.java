package io.mqttproxy;

import io.mqttproxy.config.LoggingConfig;
import io.mqttproxy.config.SamplingConfig;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.AccessLog;
import io.mqttproxy.relay.AccessLogSampling;
import io.mqttproxy.relay.NameHash;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process writes: the access log and the program's own, how much of them in a flood, and what was left out. */
final class Logs implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Logs.class);

    private final AccessLog access;
    private final NameHash names;
    private final BoundedAppender program;
    private final List<LeftOutLines> leftOut;
    private final ScheduledExecutorService scheduler;
    private Duration interval;
    private long told = System.nanoTime();
    private @Nullable Future<?> summaries;

    private Logs(
            AccessLog access,
            NameHash names,
            BoundedAppender program,
            ScheduledExecutorService scheduler,
            Duration interval) {
        this.access = access;
        this.names = names;
        this.program = program;
        this.scheduler = scheduler;
        this.interval = interval;
        this.leftOut = List.of(
                new LeftOutLines("the access log", access.sampling()::leftOutByEnd),
                new LeftOutLines("this log", program::leftOutByWords));
    }

    /**
     * Opens the access log and begins to hold both to what the configuration allows them.
     *
     * @param names what clients are called
     * @throws StartException when the file of the access log cannot be written
     */
    static Logs open(LoggingConfig config, NameHash names, ScheduledExecutorService scheduler, ProxyMetrics metrics)
            throws StartException {
        AccessLog access = AccessLogSetup.open(config, names);
        BoundedAppender program = LogSetup.appender();
        metrics.accessLog(access::dropped, access.sampling()::leftOut);
        metrics.programLog(program::dropped, program::leftOut);
        Logs logs =
                new Logs(access, names, program, scheduler, config.sampling().summary());
        logs.follow(config);
        return logs;
    }

    /** The limits of a configuration. */
    static AccessLogSampling.Limits limits(LoggingConfig config) {
        SamplingConfig sampling = config.sampling();
        return new AccessLogSampling.Limits(
                SamplingConfig.perSecond(sampling.refused()),
                SamplingConfig.perSecond(sampling.disconnected()),
                config.connected() ? SamplingConfig.perSecond(sampling.connected()) : 0);
    }

    /** Has the limits of another configuration from now on. */
    synchronized void follow(LoggingConfig next) {
        SamplingConfig sampling = next.sampling();
        access.sampling().limits(limits(next));
        program.limit(SamplingConfig.perSecond(sampling.repeated()));
        if (summaries == null || !interval.equals(sampling.summary())) {
            stopSummaries();
            interval = sampling.summary();
            long millis = interval.toMillis();
            summaries = scheduler.scheduleWithFixedDelay(this::summary, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Where connections are written down. */
    AccessLog access() {
        return access;
    }

    /** What clients are called in whatever is written about them. */
    NameHash names() {
        return names;
    }

    private synchronized void summary() {
        long now = System.nanoTime();
        String lines = leftOut.stream().flatMap(each -> each.next().stream()).collect(Collectors.joining("; "));
        if (!lines.isEmpty()) {
            log.warn(
                    "Left out in the last {} s: {}",
                    Duration.ofNanos(now - told).toSeconds(),
                    lines);
        }
        told = now;
    }

    private void stopSummaries() {
        if (summaries != null) {
            summaries.cancel(false);
        }
    }

    /** Writes what is waiting, and how much is missing. */
    @Override
    public synchronized void close() {
        stopSummaries();
        summary();
        program.limit(Integer.MAX_VALUE);
        access.close();
    }
}
