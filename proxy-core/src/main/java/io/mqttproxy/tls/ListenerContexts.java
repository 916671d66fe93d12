package io.mqttproxy.tls;

import io.mqttproxy.config.AdminConfig;
import io.mqttproxy.config.AdminTlsConfig;
import io.mqttproxy.config.BackendTlsConfig;
import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.tls.revocation.Revocation;
import io.mqttproxy.tls.stapling.StapledCertificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The TLS contexts of all listeners and clusters and of the admin port, built from one look at the files: what is swapped as a whole when a file changes.
 * Immutable; owns the contexts until {@link #close}.
 */
final class ListenerContexts implements AutoCloseable {

    private final Map<String, TlsContexts> byListener;
    private final Map<String, BackendContext> byCluster;
    private final Map<String, X509Certificate> certificates;

    private ListenerContexts(
            Map<String, TlsContexts> byListener,
            Map<String, BackendContext> byCluster,
            Map<String, X509Certificate> certificates) {
        this.byListener = Map.copyOf(byListener);
        this.byCluster = Map.copyOf(byCluster);
        this.certificates = Map.copyOf(certificates);
    }

    /**
     * Builds all of them; blocks on files.
     *
     * @param serving the certificates that serve already, by bundle; they may have expired
     * @throws ConfigException with every problem of every file; nothing is left allocated then
     */
    static ListenerContexts build(ProxyConfig config, TlsServices services, Map<String, X509Certificate> serving)
            throws ConfigException {
        return new Build(services, serving).of(config);
    }

    /** What the admin port has of TLS; null when it has none. */
    static @Nullable TlsConfig adminSection(ProxyConfig config) {
        @Nullable AdminConfig admin = config.admin();
        @Nullable AdminTlsConfig section = admin == null ? null : admin.tls();
        return section == null ? null : section.tls();
    }

    /** The contexts of a listener, or of {@link AdminTlsConfig#PORT}; null when it has no TLS. */
    @Nullable TlsContexts of(String listener) {
        return byListener.get(listener);
    }

    /** The context of a cluster that has TLS. */
    BackendContext ofCluster(String cluster) {
        return Objects.requireNonNull(byCluster.get(cluster), cluster);
    }

    /** The server certificate of each bundle. */
    Map<String, X509Certificate> certificates() {
        return certificates;
    }

    /** Begins to keep what is known about revoked certificates fresh, until {@link #close}. */
    void startRevocation(ScheduledExecutorService background, RevocationListener listener) {
        byListener.forEach((name, contexts) -> contexts.revocation().start(background, () -> listener.changed(name)));
    }

    /** What is known about revoked certificates, by the listener's name. */
    Map<String, Revocation> revocations() {
        Map<String, Revocation> revocations = new HashMap<>();
        byListener.forEach((name, contexts) -> revocations.put(name, contexts.revocation()));
        return revocations;
    }

    /** Our certificates that are to be stapled. */
    Set<StapledCertificate> staples() {
        return byListener.values().stream()
                .flatMap(contexts -> contexts.staples().stream())
                .collect(Collectors.toSet());
    }

    /** Begins what goes on in the background until {@link #close}. Called at most once. */
    void start(ScheduledExecutorService executor) {
        byListener.values().forEach(contexts -> contexts.start(executor));
    }

    @Override
    public void close() {
        byListener.values().forEach(TlsContexts::close);
        byCluster.values().forEach(BackendContext::close);
    }

    /** One attempt, which collects problems instead of stopping at the first. */
    private static final class Build {

        private final TlsServices services;
        private final Map<String, X509Certificate> serving;
        private final Map<String, KeyMaterial> bundles = new LinkedHashMap<>();
        private final Map<String, TlsContexts> contexts = new HashMap<>();
        private final Map<String, BackendContext> backends = new HashMap<>();
        private final List<Problem> problems = new ArrayList<>();

        Build(TlsServices services, Map<String, X509Certificate> serving) {
            this.services = services;
            this.serving = serving;
        }

        ListenerContexts of(ProxyConfig config) throws ConfigException {
            config.certificates().values().forEach(this::load);
            config.listeners().values().forEach(listener -> build(TlsPurpose.of(listener), listener.tls()));
            build(TlsPurpose.ADMIN, adminSection(config));
            config.clusters().values().forEach(this::build);
            if (!problems.isEmpty()) {
                contexts.values().forEach(TlsContexts::close);
                backends.values().forEach(BackendContext::close);
                throw new ConfigException(problems);
            }
            Map<String, X509Certificate> certificates = new HashMap<>();
            bundles.forEach((name, bundle) -> certificates.put(name, bundle.leaf()));
            return new ListenerContexts(contexts, backends, certificates);
        }

        private void load(CertificateConfig certificate) {
            try {
                bundles.put(
                        certificate.name(),
                        KeyMaterial.load(certificate, services.clock(), serving.get(certificate.name())));
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        }

        private void build(TlsPurpose purpose, @Nullable TlsConfig tls) {
            if (tls == null || !hasBundles(tls)) {
                return;
            }
            try {
                contexts.put(purpose.name(), TlsContexts.build(purpose, tls, bundles, services));
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        }

        private void build(ClusterConfig cluster) {
            @Nullable BackendTlsConfig tls = cluster.tls();
            if (tls == null || (tls.certificate() != null && !bundles.containsKey(tls.certificate()))) {
                return;
            }
            try {
                backends.put(cluster.name(), BackendContext.build(tls, bundles, services.engine()));
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        }

        /** A bundle that could not be loaded has been reported where it is defined. */
        private boolean hasBundles(TlsConfig tls) {
            return tls.certificates().stream().allMatch(entry -> bundles.containsKey(entry.bundle()));
        }
    }
}
