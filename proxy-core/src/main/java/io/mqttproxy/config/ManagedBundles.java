package io.mqttproxy.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bundles that came over the admin port, laid over a configuration: each stands for the one of its name, and serves more
 * server names. Pure; what was laid over can be taken off again.
 */
public final class ManagedBundles {

    private ManagedBundles() {}

    /** Those of a configuration. */
    public static List<CertificateConfig> in(ProxyConfig config) {
        return config.certificates().values().stream()
                .filter(CertificateConfig::isManaged)
                .toList();
    }

    /**
     * A configuration with these bundles instead of those that it has.
     *
     * @param bundles managed ones with different names, in any order
     * @throws ConfigException when two bundles would serve a name, or one that is needed would be gone; with all problems
     */
    public static ProxyConfig over(ProxyConfig config, Collection<CertificateConfig> bundles) throws ConfigException {
        List<CertificateConfig> sorted = bundles.stream()
                .sorted(Comparator.comparing(CertificateConfig::name))
                .toList();
        List<Problem> problems = new ArrayList<>();
        Map<String, CertificateConfig> certificates = certificates(config, sorted);
        Map<String, ListenerConfig> listeners = new LinkedHashMap<>();
        config.listeners()
                .forEach((name, listener) -> listeners.put(name, new NamesOfListener(listener, problems).with(sorted)));
        new UnknownBundles(certificates.keySet(), problems).check(config);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new ProxyConfig(
                Collections.unmodifiableMap(certificates),
                Collections.unmodifiableMap(listeners),
                config.routes(),
                config.clusters(),
                config.admin(),
                config.logging(),
                config.shutdown(),
                config.transport(),
                config.startup(),
                config.reload(),
                config.metrics(),
                config.bans(),
                config.places());
    }

    private static Map<String, CertificateConfig> certificates(ProxyConfig config, List<CertificateConfig> bundles) {
        Map<String, CertificateConfig> certificates = new LinkedHashMap<>();
        config.certificates().forEach((name, bundle) -> {
            @Nullable CertificateConfig inFile = inFile(bundle);
            if (inFile != null) {
                certificates.put(name, inFile);
            }
        });
        for (CertificateConfig bundle : bundles) {
            @Nullable Managed managed = bundle.managed();
            if (managed == null) {
                throw new IllegalArgumentException(bundle.name() + " (expected: a managed bundle)");
            }
            certificates.put(
                    bundle.name(),
                    new CertificateConfig(
                            bundle.name(),
                            bundle.keys(),
                            bundle.source(),
                            managed.standingFor(certificates.get(bundle.name()))));
        }
        return certificates;
    }

    /** The configuration's own bundle of that name; null when there is none. */
    private static @Nullable CertificateConfig inFile(CertificateConfig bundle) {
        @Nullable Managed managed = bundle.managed();
        return managed == null ? bundle : managed.inFile();
    }

    /** Names that nobody serves, because there is no such listener, or it has no TLS. */
    static List<Problem> warnings(ProxyConfig config) {
        List<Problem> warnings = new ArrayList<>();
        for (CertificateConfig bundle : in(config)) {
            @Nullable Managed managed = bundle.managed();
            for (String name : managed == null ? List.<String>of() : managed.listeners()) {
                @Nullable ListenerConfig listener = config.listeners().get(name);
                if (listener == null || listener.tls() == null) {
                    warnings.add(new Problem(
                            bundle.source(),
                            "there is no listener " + name + " with TLS any more, for which bundle " + bundle.name()
                                    + " was uploaded (expected: an upload that names another, or none)"));
                }
            }
        }
        return warnings;
    }
}
