package io.mqttproxy.tls;

import io.mqttproxy.config.AdminTlsConfig;
import io.mqttproxy.config.BackendTlsConfig;
import io.mqttproxy.config.CertificateConfig;
import io.mqttproxy.config.ClusterConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.SessionTicketsConfig;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.tls.revocation.CrlFileFacts;
import io.mqttproxy.tls.revocation.IssuedCertificate;
import io.mqttproxy.tls.revocation.OcspCounts;
import io.mqttproxy.tls.stapling.StapledCertificate;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The TLS contexts that serve now, for all listeners and clusters. {@link #reload} builds new ones from the files as they
 * are and swaps them in with one write; on any failure the ones before keep serving.
 *
 * <p>Event loops read one volatile reference for each handshake. What swaps it, or begins the background of what is in it,
 * excludes each other.
 */
public final class LiveTls implements AutoCloseable {

    /** A handshake that has just read the old reference makes its engine well within this time. */
    private static final Duration LAST_READERS = Duration.ofSeconds(10);

    private final ProxyConfig config;
    private final TlsServices services;
    private final Set<ListenerContexts> retired = ConcurrentHashMap.newKeySet();
    private final FileDigests readFirst;
    private volatile ListenerContexts current;
    private boolean closed;
    private volatile Consumer<ListenerContexts> revocationRefresh = contexts -> {};

    /**
     * Builds the first contexts; blocks on files.
     *
     * @throws ConfigException with every problem of every file
     */
    public LiveTls(ProxyConfig config, TlsEngine engine, InstantSource clock) throws ConfigException {
        this(config, TlsServices.of(engine, clock), Map.of());
    }

    private LiveTls(ProxyConfig config, TlsServices services, Map<String, X509Certificate> serving)
            throws ConfigException {
        this.config = config;
        this.services = services;
        this.readFirst = FileDigests.of(files());
        this.current = ListenerContexts.build(config, services, serving);
    }

    /**
     * Builds the contexts of another configuration, beside these; blocks on files. What was fetched, what CRL files in use
     * hold and the secret of ticket keys are common to both. Whoever does not need one of the two any more calls {@link
     * #retire} of it, and {@link #close} of the last.
     *
     * @throws ConfigException with every problem of every file; nothing has changed then
     */
    public LiveTls successor(ProxyConfig next) throws ConfigException {
        return new LiveTls(next, services, current.certificates());
    }

    /** The files as they were just before the first contexts were built from them. */
    FileDigests readFirst() {
        return readFirst;
    }

    /**
     * Where a listener finds its contexts of the moment.
     *
     * @return gives null for a listener without TLS
     */
    Supplier<@Nullable TlsContexts> contexts(String listener) {
        return () -> current.of(listener);
    }

    /** A handler for each new connection of a listener with TLS. */
    public Supplier<ServerNameHandler> handshakes(String listener) {
        Supplier<@Nullable TlsContexts> contexts = contexts(listener);
        return () -> new ServerNameHandler(contexts);
    }

    /**
     * A handler for a new connection to the admin port.
     *
     * @return null when it has no TLS
     */
    public @Nullable ServerNameHandler adminHandshake() {
        Supplier<@Nullable TlsContexts> contexts = contexts(AdminTlsConfig.PORT);
        return contexts.get() == null ? null : new ServerNameHandler(contexts);
    }

    /** TLS to the backends of a cluster that has a section for it. */
    public BackendTls backends(String cluster) {
        return (allocator, host, port) -> current.ofCluster(cluster).newHandler(allocator, host, port);
    }

    /**
     * Begins to keep the knowledge about revoked certificates fresh, for these contexts and for those of later reloads.
     *
     * @param background for work that blocks
     * @param listener told there when a listener learns of revoked certificates
     */
    public synchronized void refreshRevocation(ScheduledExecutorService background, RevocationListener listener) {
        current.startRevocation(background, listener);
        this.revocationRefresh = contexts -> {
            contexts.startRevocation(background, listener);
            config.listeners().keySet().forEach(listener::changed); // CRL files were read anew as well
        };
    }

    /**
     * Whether a certificate of a client's path is known to be revoked; answers from memory, any thread.
     *
     * @param listener the listener's name
     * @param path what {@link TlsSession#path()} gave
     */
    public boolean isRevoked(String listener, List<IssuedCertificate> path) {
        @Nullable TlsContexts contexts = current.of(listener);
        return contexts != null && contexts.revocation().isRevoked(path);
    }

    /**
     * Has a client's responder asked in the background where its last answer is not fresh any more; any thread.
     *
     * @return completes when there is nothing more to wait for, never with a failure
     */
    public CompletableFuture<?> refreshStatus(String listener, List<IssuedCertificate> path) {
        @Nullable TlsContexts contexts = current.of(listener);
        return contexts == null
                ? CompletableFuture.completedFuture(null)
                : contexts.revocation().refreshStatus(path);
    }

    /** The CRL files of a listener as they are in use, in the order of the configuration; any thread. */
    public List<CrlFileFacts> crlFiles(String listener) {
        @Nullable TlsContexts contexts = current.of(listener);
        return contexts == null ? List.of() : contexts.revocation().crlFiles();
    }

    /** How often CRLs were fetched from distribution points for a listener; only grows, any thread. */
    public long crlDownloads(String listener, boolean successful) {
        return services.revocation().crlDownloads(listener, successful);
    }

    /** How OCSP requests of a listener ended; null when it makes none. */
    public @Nullable OcspCounts ocspCounts(String listener) {
        return services.revocation().ocspCounts(listener);
    }

    /**
     * A CRL file of a listener; any thread.
     *
     * @throws IllegalArgumentException when the listener has no such file
     */
    public CrlFileFacts crlFile(String listener, String file) {
        return crlFiles(listener).stream()
                .filter(facts -> facts.file().equals(file))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(file + " (expected: a CRL file of " + listener + ")"));
    }

    /**
     * Begins what the contexts of the moment do in the background, because this is what serves now: what was fetched for
     * listeners that are gone is forgotten. Called once; {@link #reload} begins it for new ones.
     *
     * @param scheduler the one that {@code reload} gets
     */
    public synchronized void start(ScheduledExecutorService scheduler) {
        startCurrent(scheduler);
        services.revocation().retain(current.revocations());
    }

    private void startCurrent(ScheduledExecutorService scheduler) {
        current.start(scheduler);
        services.staples().serve(current.staples(), scheduler);
    }

    /** The bundles of listeners with stapling. */
    public Set<String> stapledBundles() {
        return current.staples().stream().map(StapledCertificate::bundle).collect(Collectors.toSet());
    }

    /** How often an OCSP staple of a bundle was fetched, or could not be; only grows. */
    public long stapleRefreshes(String bundle, boolean successful) {
        return successful
                ? services.staples().succeeded(bundle)
                : services.staples().failed(bundle);
    }

    /**
     * Builds anew and swaps; blocks on files.
     *
     * @param scheduler for the background of the new contexts, and to give the replaced ones back when nobody uses them any
     *     more
     * @throws ConfigException with every problem; the contexts of before keep serving
     */
    public synchronized void reload(ScheduledExecutorService scheduler) throws ConfigException {
        ListenerContexts replaced = current;
        current = ListenerContexts.build(config, services, replaced.certificates());
        startCurrent(scheduler); // a successor that is being built has begun to fetch for listeners that are not ours
        revocationRefresh.accept(current);
        retired.add(replaced);
        scheduler.schedule(() -> release(replaced), LAST_READERS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Once, whether its time has come or everything closes. */
    private void release(ListenerContexts contexts) {
        if (retired.remove(contexts)) {
            contexts.close();
        }
    }

    /** Every file that the contexts are built from. */
    Set<Path> files() {
        Set<Path> files = new LinkedHashSet<>();
        for (CertificateConfig bundle : config.certificates().values()) {
            bundle.keys().files().forEach(file -> files.add(file.path()));
        }
        for (ListenerConfig listener : config.listeners().values()) {
            @Nullable TlsConfig section = listener.tls();
            if (section != null && section.caFile() != null) {
                files.add(section.caFile().path());
            }
            if (section != null && section.sessionTickets() instanceof SessionTicketsConfig.Shared tickets) {
                files.add(tickets.keysFile().path());
            }
        }
        @Nullable TlsConfig admin = ListenerContexts.adminSection(config);
        if (admin != null && admin.caFile() != null) {
            files.add(admin.caFile().path());
        }
        for (ClusterConfig cluster : config.clusters().values()) {
            @Nullable BackendTlsConfig section = cluster.tls();
            if (section != null) {
                files.add(section.caFile().path());
            }
        }
        return files;
    }

    /** The server certificate of each bundle that serves now, by the bundle's name; any thread. */
    public Map<String, X509Certificate> certificates() {
        return current.certificates();
    }

    /**
     * When the server certificate of a bundle expires.
     *
     * @throws IllegalArgumentException when there is no such bundle
     */
    public Instant expiry(String bundle) {
        @Nullable X509Certificate certificate = current.certificates().get(bundle);
        if (certificate == null) {
            throw new IllegalArgumentException(bundle + " (expected: a bundle of the configuration)");
        }
        return certificate.getNotAfter().toInstant();
    }

    /** Gives the contexts back and leaves a successor what it has in common with this; connections that are open keep working. */
    public synchronized void retire() {
        retired.forEach(this::release);
        if (!closed) {
            closed = true;
            current.close();
        }
    }

    /** Gives everything back; connections that are open keep working. */
    @Override
    public synchronized void close() {
        retire();
        services.close();
    }
}
