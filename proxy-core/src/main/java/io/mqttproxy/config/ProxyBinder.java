package io.mqttproxy.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the top level of a configuration. */
final class ProxyBinder {
    static final List<String> KEYS = List.of(
            "certificates",
            "listeners",
            "routes",
            "clusters",
            "admin",
            "logging",
            "shutdown",
            "transport",
            "startup",
            "reload",
            "metrics",
            "bans");

    /** What was made once for the whole process is here; the other sections are about what can change. */
    private static final List<String> PROCESS = List.of("admin", "logging", "transport", "startup", "metrics", "bans");

    private final Problems problems;

    ProxyBinder(Problems problems) {
        this.problems = problems;
    }

    /** Null when not even the top level is a mapping. */
    @Nullable ProxyConfig bind(Value root) {
        Mapping mapping = root.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        Value bundleSection = mapping.get("certificates");
        List<Value> bundles =
                bundleSection == null ? List.of() : bundleSection.entries("bundle", new BundleNameReader());
        List<Value> listenerValues = section(mapping, "listeners", "listener");
        List<Value> clusterValues = section(mapping, "clusters", "cluster");
        Map<String, CertificateConfig> certificates = CertificatesBinder.bind(bundles);
        FileRef bundleDir = OperationsBinder.bundleDir(mapping.get("admin"));
        List<CertificateConfig> managed =
                new ManagedBundlesReader(root.reading().files(), problems).read(bundleDir);
        Bundles names = new Bundles(names(bundles, managed));
        AdminConfig admin = OperationsBinder.admin(mapping.get("admin"), bundleDir, names);
        Map<String, ListenerConfig> listeners = new ListenerBinder(names).bind(listenerValues);
        Map<String, ClusterConfig> clusters = new ClusterBinder(names).bind(clusterValues);
        int before = problems.count();
        List<RouteConfig> routes = routes(mapping, clusterValues);
        boolean routesAreRight = problems.count() == before; // else a broken condition would look like none
        checkBinds(listeners, admin, mapping.get("admin"));
        if (routesAreRight && listeners.size() == listenerValues.size() && !listeners.isEmpty()) {
            new RouteChecks(problems, listeners).check(routes);
        }
        if (listeners.size() == listenerValues.size() && !listeners.isEmpty()) {
            clusters.values().forEach(new CustomTlvChecks(problems, listeners.values())::check);
        }
        ProxyConfig config = new ProxyConfig(
                Collections.unmodifiableMap(certificates),
                Collections.unmodifiableMap(listeners),
                routes,
                Collections.unmodifiableMap(clusters),
                admin,
                LoggingBinder.bind(mapping.get("logging")),
                OperationsBinder.shutdown(mapping.get("shutdown")),
                OperationsBinder.transport(mapping.get("transport")),
                OperationsBinder.startup(mapping.get("startup")),
                OperationsBinder.reload(mapping.get("reload")),
                OperationsBinder.metrics(mapping.get("metrics")),
                OperationsBinder.bans(mapping.get("bans")),
                places(root, mapping));
        return problems.count() == 0 ? complete(config, managed) : config;
    }

    /** What is broken, or only half there, cannot be compared. */
    private ProxyConfig complete(ProxyConfig config, List<CertificateConfig> managed) {
        new ProfileChecks(config).refusals().forEach(problem -> problems.add(problem.source(), problem.message()));
        try {
            return ManagedBundles.over(config, managed);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> problems.add(problem.source(), problem.message()));
            return config;
        }
    }

    private static Set<String> names(List<Value> bundles, List<CertificateConfig> managed) {
        Set<String> names = names(bundles);
        managed.forEach(bundle -> names.add(bundle.name()));
        return names;
    }

    private static Places places(Value root, Mapping mapping) {
        List<Value> sections = new ArrayList<>();
        for (String key : PROCESS) {
            Value section = mapping.get(key);
            if (section != null) {
                sections.add(section);
            }
        }
        return Places.of(root.key(), sections);
    }

    private static List<Value> section(Mapping mapping, String key, String what) {
        Value value = mapping.require(key, "a mapping of at least one " + what);
        return value == null ? List.of() : value.named(what);
    }

    private static List<RouteConfig> routes(Mapping mapping, List<Value> clusters) {
        Value value = mapping.get("routes");
        if (value != null) {
            return new RoutesBinder(names(clusters)).bind(value);
        }
        if (clusters.size() > 1) {
            mapping.report("missing key routes (expected: a list of routes, because there are " + clusters.size()
                    + " clusters)");
        }
        return clusters.size() == 1
                ? List.of(RouteConfig.everyone(
                        clusters.get(0).name(), clusters.get(0).key()))
                : List.of();
    }

    private void checkBinds(
            Map<String, ListenerConfig> listeners, @Nullable AdminConfig admin, @Nullable Value adminValue) {
        BindChecks binds = new BindChecks(problems);
        listeners.values().forEach(listener -> binds.take(listener.bind(), listener.source()));
        if (admin != null && adminValue != null) {
            binds.take(admin.bind(), adminValue.key());
        }
    }

    private static Set<String> names(List<Value> values) {
        Set<String> names = new LinkedHashSet<>();
        values.forEach(value -> names.add(value.name()));
        return names;
    }
}
