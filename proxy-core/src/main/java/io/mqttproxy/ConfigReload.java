package io.mqttproxy;

import io.mqttproxy.admin.ConfigurationView;
import io.mqttproxy.admin.JsonTree;
import io.mqttproxy.config.AdminConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.ShownConfig;
import io.mqttproxy.metrics.Registration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the configuration file read anew, whoever asks for it, and tells operators how that went.
 *
 * <p>Reloads happen one after the other on the background thread, where changed certificates are taken in as well.
 */
final class ConfigReload implements ConfigurationView {

    private static final Logger log = LoggerFactory.getLogger(ConfigReload.class);

    /** Enough to tell configurations apart, and short enough for a label that people read. */
    private static final int HASH_DIGITS = 16;

    /**
     * What serves.
     *
     * @param hash of what is shown: comments do not count, nor do secrets
     */
    private record Shown(String hash, Instant since, Map<String, Object> config, Registration meter) {}

    /** How the last attempt went. */
    private record Attempt(Instant at, List<String> problems) {}

    private final LiveConfiguration live;
    private final ProcessParts parts;
    private final InstantSource clock = InstantSource.system();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private @Nullable ConfigWatch file;
    private Consumer<ProxyConfig> changed = config -> {};
    private volatile Shown shown;
    private volatile @Nullable Attempt last;

    /**
     * For a proxy that begins.
     *
     * @param first what it begins with
     * @param live what changes it
     */
    ConfigReload(ProxyConfig first, LiveConfiguration live, ProcessParts parts) {
        this.live = live;
        this.parts = parts;
        this.shown = shown(first);
        parts.metrics()
                .configReloads(succeeded::sum, failed::sum, () -> shown.since().getEpochSecond(), this::lastWasGood);
    }

    private boolean lastWasGood() {
        @Nullable Attempt attempt = last;
        return attempt == null || attempt.problems().isEmpty();
    }

    /**
     * Begins to look at the file where the configuration says so, and tells somebody of each change. Called once; reloads
     * fail before.
     *
     * @param watched null when the configuration came from no file, so that there is nothing to read
     * @param told of every other configuration that serves, on the background thread
     */
    synchronized void follow(@Nullable ConfigWatch watched, Consumer<ProxyConfig> told) {
        file = watched;
        changed = told;
        if (watched != null) {
            watched.follow(live.config(), this::attempt);
            if (watched
                    .changedSinceStart()) { // while backends were looked up, or the process before was told to reload
                reload("the file has changed since it was read at start");
            } else if (bundlesChanged(watched)) { // over the admin port of the process before
                reload("bundles have changed since they were read at start");
            }
        }
    }

    private boolean bundlesChanged(ConfigWatch watched) {
        @Nullable AdminConfig admin = live.config().admin();
        if (admin == null || admin.bundleDir() == null) {
            return false;
        }
        try {
            return !hash(ShownConfig.of(watched.load())).equals(hash());
        } catch (ConfigException e) {
            return true; // which the reload tells
        }
    }

    private static String hash(Map<String, Object> tree) {
        return ConfigFile.digest(JsonTree.write(tree)).substring(0, HASH_DIGITS);
    }

    private Shown shown(ProxyConfig config) {
        Map<String, Object> tree = ShownConfig.of(config);
        String hash = hash(tree);
        return new Shown(hash, clock.instant(), tree, parts.metrics().configHash(hash));
    }

    /** Which configuration serves. */
    String hash() {
        return shown.hash();
    }

    @Override
    public Map<String, Object> show() {
        Shown now = shown;
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("hash", now.hash());
        view.put("since", now.since().toString());
        @Nullable Attempt attempt = last;
        if (attempt != null) {
            Map<String, Object> how = new LinkedHashMap<>();
            how.put("at", attempt.at().toString());
            how.put("result", attempt.problems().isEmpty() ? "ok" : "failed");
            how.put("problems", attempt.problems());
            view.put("lastReload", how);
        }
        view.put("config", now.config());
        return view;
    }

    @Override
    public CompletableFuture<Reload> reload() {
        return reload("admin port");
    }

    /**
     * Has the file read; from any thread, returns at once.
     *
     * @param why for the log
     * @return never completes with a failure
     */
    CompletableFuture<Reload> reload(String why) {
        try {
            return CompletableFuture.supplyAsync(() -> attempt(why), parts.background());
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(new Reload(hash(), List.of("the proxy stops")));
        }
    }

    /** On the background thread. */
    private synchronized Reload attempt(String why) {
        List<String> problems = change(why);
        last = new Attempt(clock.instant(), problems);
        (problems.isEmpty() ? succeeded : failed).increment();
        return new Reload(hash(), problems);
    }

    /**
     * Serves a configuration that is not the file's. On the background thread.
     *
     * @param why for the log
     * @throws ConfigException with everything that speaks against it; nothing has changed then
     */
    synchronized void take(ProxyConfig next, String why) throws ConfigException {
        live.change(next);
        serves(next, why);
    }

    private List<String> change(String why) {
        try {
            @Nullable ConfigWatch source = file;
            if (source == null) {
                return List.of("the configuration came from no file (expected: a proxy that runs with one)");
            }
            ProxyConfig next = source.load();
            live.change(next);
            serves(next, why);
            source.follow(next, this::attempt);
            return List.of();
        } catch (ConfigException e) {
            List<String> problems = e.problems().stream().map(Problem::toString).toList();
            log.error(
                    "Reload ({}): refused, and nothing has changed; {} keeps serving. {}",
                    why,
                    hash(),
                    String.join("; ", problems));
            return problems;
        } catch (RuntimeException e) {
            log.error("Reload ({}): failed by a defect of the proxy; please report it", why, e);
            return List.of("a defect of the proxy: the log has more (expected: a bug report)");
        }
    }

    private void serves(ProxyConfig next, String why) {
        Shown before = shown;
        before.meter().close();
        shown = shown(next);
        changed.accept(next);
        next.warnings().forEach(warning -> log.warn("{}", warning));
        log.info(
                "Reload ({}): configuration {} serves new connections. {}",
                why,
                hash(),
                ConfigDifference.between(before.config(), shown.config()));
    }
}
