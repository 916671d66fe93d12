package io.mqttproxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares a configuration with the one that serves: what was made once for the whole process cannot change with it. */
public final class LiveChecks {
    private static final String NONE = "nothing";

    private final ProxyConfig running;
    private final ProxyConfig next;
    private final List<Problem> problems = new ArrayList<>();

    private LiveChecks(ProxyConfig running, ProxyConfig next) {
        this.running = running;
        this.next = next;
    }

    /**
     * Makes sure that a running proxy can go on with another configuration.
     *
     * @throws ConfigException with each key that differs and takes a restart
     */
    public static void require(ProxyConfig running, ProxyConfig next) throws ConfigException {
        LiveChecks checks = new LiveChecks(running, next);
        checks.compare();
        if (!checks.problems.isEmpty()) {
            throw new ConfigException(checks.problems);
        }
    }

    /** For a configuration that comes to a proxy which is on its way out. */
    public static ConfigException tooLate(ProxyConfig next) {
        return new ConfigException(List.of(new Problem(
                whole(next, ""), "the proxy has closed its ports to end (expected: a reload before, or a restart)")));
    }

    private void compare() {
        same(
                "transport.type",
                running.transport().type().configName(),
                next.transport().type().configName());
        same(
                "transport.eventLoops",
                running.transport().eventLoops(),
                next.transport().eventLoops());
        same("admin.bind", bind(running.admin()), bind(next.admin()));
        same("admin.hosts", hosts(running.admin()), hosts(next.admin()));
        same(
                "logging.format",
                running.logging().format().configName(),
                next.logging().format().configName());
        same(
                "logging.access",
                target(running.logging().access()),
                target(next.logging().access()));
        same(
                "startup.upgradeSocket",
                file(running.startup().upgradeSocket()),
                file(next.startup().upgradeSocket()));
        same("bans.file", file(running.bans().file()), file(next.bans().file()));
        same("metrics.packets", running.metrics().packets(), next.metrics().packets());
        same("metrics.exemplars", running.metrics().exemplars(), next.metrics().exemplars());
    }

    private static String bind(@Nullable AdminConfig admin) {
        return admin == null ? NONE : admin.bind().toString();
    }

    private static String hosts(@Nullable AdminConfig admin) {
        return admin == null || admin.hosts().isEmpty() ? NONE : String.join(", ", new TreeSet<>(admin.hosts()));
    }

    private static String file(@Nullable FileRef file) {
        return file == null ? NONE : file.configured();
    }

    private static String target(AccessLog log) {
        FileRef file = log.file();
        return file == null ? log.target().name().toLowerCase(Locale.ROOT) : file.configured();
    }

    private void same(String key, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            problems.add(new Problem(
                    source(key),
                    "cannot change from " + before + " to " + after + " while the proxy runs (expected: " + before
                            + ", or a restart)"));
        }
    }

    /** The sections about the process keep no places of their keys. */
    private Source source(String key) {
        return whole(next, key);
    }

    private static Source whole(ProxyConfig config, String key) {
        String file = config.listeners().values().iterator().next().source().file();
        return new Source(file, 1, 1, key);
    }
}
