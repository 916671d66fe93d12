package io.mqttproxy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ProxyConfig;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the configuration file at an interval, where the configuration says so, and has it read once it has changed and
 * then stayed the same for one interval: an editor may write it in pieces. On the background thread, except {@link #close}.
 */
final class ConfigWatch implements AutoCloseable {

    private final ConfigFile file;
    private final ScheduledExecutorService background;
    private String decided;
    private String seen;
    private volatile @Nullable ScheduledFuture<?> looks;

    /** Takes what was in the file at start for what serves. */
    ConfigWatch(ConfigFile file, ScheduledExecutorService background) {
        this.file = file;
        this.background = background;
        this.decided = file.first();
        this.seen = decided;
    }

    /**
     * Reads the file, which is then known as it is now.
     *
     * @throws ConfigException with all problems
     */
    ProxyConfig load() throws ConfigException {
        decided = file.digest(); // ahead of the reading: what changes meanwhile is a change
        seen = decided;
        return file.load();
    }

    /**
     * Looks as often as this configuration says from now on; never, when it does not say.
     *
     * @param reload has the file read, told why
     */
    void follow(ProxyConfig config, Consumer<String> reload) {
        close();
        @Nullable Duration interval = config.reload().config();
        if (interval != null) {
            looks = background.scheduleWithFixedDelay(
                    () -> look(reload), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Whether the file has other contents than when it was first read. Blocks. */
    boolean changedSinceStart() {
        return !file.digest().equals(file.first());
    }

    private void look(Consumer<String> reload) {
        String now = file.digest();
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(decided)) {
            reload.accept("the file has changed");
        }
    }

    @Override
    public void close() {
        @Nullable ScheduledFuture<?> running = looks;
        if (running != null) {
            running.cancel(false);
        }
    }
}
