package io.mqttproxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
                next.places().of(""),
                "the proxy has closed its ports to end (expected: a reload before, or a restart)")));
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
                "logging.hash.fields",
                fields(running.logging().hash()),
                fields(next.logging().hash()));
        sameKey(running.logging().hash(), next.logging().hash());
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

    private static String fields(@Nullable HashConfig hash) {
        return hash == null
                ? NONE
                : hash.fields().stream().sorted().map(HashedField::configName).collect(Collectors.joining(", "));
    }

    /** Neither of the two is shown. */
    private void sameKey(@Nullable HashConfig before, @Nullable HashConfig after) {
        if (before != null && after != null && !Objects.equals(before.key(), after.key())) {
            problems.add(new Problem(
                    next.places().of("logging.hash.key"),
                    "cannot change while the proxy runs (expected: the one before, or a restart)"));
        }
    }

    private void same(String key, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            problems.add(new Problem(
                    next.places().of(key),
                    "cannot change from " + before + " to " + after + " while the proxy runs (expected: " + before
                            + ", or a restart)"));
        }
    }
}
