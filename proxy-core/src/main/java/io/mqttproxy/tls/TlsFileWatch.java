package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files of TLS at an interval and has them read anew once they have changed and then stayed the same for one
 * interval, so that a certificate and a key that are replaced one after the other are never taken in half.
 *
 * <p>Files that cannot be used change nothing: what serves keeps serving, the log and a counter say so, once for each
 * change. Runs on one thread of the given executor, which may block on files.
 */
public final class TlsFileWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TlsFileWatch.class);

    private final Supplier<LiveTls> tls;
    private final InstantSource clock;
    private final ScheduledExecutorService executor;
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile long lastSuccess;
    private @Nullable ScheduledFuture<?> looks;
    private LiveTls watched;
    private FileDigests decided;
    private FileDigests seen;

    /**
     * Takes the files as they were read for those that serve.
     *
     * @param tls what serves at the moment
     * @param executor single-threaded
     */
    public TlsFileWatch(Supplier<LiveTls> tls, InstantSource clock, ScheduledExecutorService executor) {
        this.tls = tls;
        this.clock = clock;
        this.executor = executor;
        this.watched = tls.get();
        this.decided = watched.readFirst();
        this.seen = decided;
        this.lastSuccess = clock.instant().getEpochSecond();
    }

    /** Begins to look, or goes on at another interval. */
    public void start(Duration interval) {
        close();
        looks = executor.scheduleWithFixedDelay(
                this::look, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** One look; package-private for tests that do not want to wait. */
    void look() {
        if (tls.get() != watched) { // another configuration, which has just read its files
            watched = tls.get();
            decided = watched.readFirst();
            seen = decided;
        }
        FileDigests now = FileDigests.of(watched.files());
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(decided)) {
            decided = now;
            reload();
        }
    }

    private void reload() {
        try {
            watched.reload(executor);
            succeeded.increment();
            lastSuccess = clock.instant().getEpochSecond();
            log.info("TLS files have changed: new connections get the new ones");
        } catch (ConfigException e) {
            failed.increment();
            log.error("TLS files have changed and cannot be used; the old ones keep serving. {}", describe(e));
        } catch (RuntimeException e) {
            failed.increment();
            log.error("TLS files have changed and could not be read; the old ones keep serving", e);
        }
    }

    private static String describe(ConfigException e) {
        return String.join("; ", e.problems().stream().map(Problem::toString).toList());
    }

    /** How often changed files were taken in. */
    public long succeeded() {
        return succeeded.sum();
    }

    /** How often changed files could not be used. */
    public long failed() {
        return failed.sum();
    }

    /** When files were last taken in, the start included, in seconds since 1970 UTC. */
    public long lastSuccess() {
        return lastSuccess;
    }

    /** Stops to look. */
    @Override
    public void close() {
        if (looks != null) {
            looks.cancel(false);
        }
    }
}
