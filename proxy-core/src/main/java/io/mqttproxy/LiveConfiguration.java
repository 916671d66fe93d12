package io.mqttproxy;

import io.mqttproxy.admin.Readiness;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.LiveChecks;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.listener.ClientInitializer;
import io.mqttproxy.listener.ListenerFactory;
import io.mqttproxy.listener.Listeners;
import io.mqttproxy.relay.Accounting;
import io.mqttproxy.relay.BackendConnector;
import io.mqttproxy.relay.BackendTarget;
import io.mqttproxy.relay.CredentialWatch;
import io.mqttproxy.relay.RevocationLooks;
import io.mqttproxy.relay.Revocations;
import io.mqttproxy.routing.HealthChecker;
import io.mqttproxy.tls.LiveTls;
import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration that serves, and the change to another one.
 *
 * <p>A change has two steps. What may fail comes first, beside what serves: reading files, building TLS contexts, binding
 * new addresses. What follows cannot fail, and ends with one volatile write for each listener, from which on its new
 * connections go the new way. Connections that were accepted before go to their end as they began, which is why the TLS
 * contexts of an earlier configuration are given back only when none of its clients can be on its way any more.
 *
 * <p>{@link #begin} and {@link #change} block and exclude each other; everything else is for any thread.
 */
final class LiveConfiguration implements Readiness, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveConfiguration.class);

    private final ProcessParts parts;
    private final Listeners listeners;
    private final CredentialWatch credentials;
    private final RevocationLooks looks;

    /** By name, those of listeners that are gone included: their connections are not. */
    private final Map<String, ClientInitializer> initializers = new HashMap<>();

    private final Map<String, Accounting> books = new HashMap<>();
    private final Set<LiveTls> leaving = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Generation current;
    private boolean stopped;

    /** @param revocations what operators have revoked by hand, for every configuration */
    LiveConfiguration(ProcessParts parts, Revocations revocations) {
        this.parts = parts;
        this.credentials = new CredentialWatch(revocations, this::isRevoked, InstantSource.system(), parts.pacedEnd());
        this.listeners = new Listeners(parts.loops()::clientSide);
        this.looks = new RevocationLooks(credentials, parts.background());
    }

    /**
     * Serves for the first time.
     *
     * @param files of this configuration; not given back here
     * @throws ConfigException when an address cannot be bound
     */
    synchronized void begin(ProxyConfig config, ConfiguredFiles files) throws ConfigException {
        commit(config, files, listeners.prepare(config.listeners().values()));
        credentials.start(parts.scheduler());
    }

    /**
     * Serves another configuration from now on.
     *
     * @throws ConfigException with everything that speaks against it; nothing has changed then
     */
    synchronized void change(ProxyConfig next) throws ConfigException {
        if (stopped) {
            throw LiveChecks.tooLate(next);
        }
        LiveChecks.require(config(), next);
        ConfiguredFiles files = ConfiguredFiles.read(next, tls());
        Listeners.Change change;
        try {
            change = listeners.prepare(next.listeners().values());
        } catch (ConfigException | RuntimeException e) {
            files.tls().retire();
            throw e;
        }
        commit(next, files, change);
    }

    private void commit(ProxyConfig config, ConfiguredFiles files, Listeners.Change change) {
        @Nullable Generation before = current;
        ClusterAssembly clusters =
                new ClusterAssembly(config, parts.metrics(), files.tls(), before == null ? null : before.clusters());
        ListenerFactory factory = new ListenerFactory(
                clusters.router(),
                new BackendConnector(parts.loops().backendSide(ClusterAssembly.CONNECT_TIMEOUT), clusters.targets()),
                credentials,
                parts.ids());
        for (ListenerConfig listener : config.listeners().values()) {
            initializers.compute(
                    listener.name(),
                    (name, earlier) -> factory.initializer(
                            listener, files.handshakes(listener), files.policy(listener), book(name), earlier));
        }
        files.tls().start(parts.background());
        Generation next = new Generation(config, files, clusters, new ArrayList<>());
        current = next;
        change.commit(initializers);
        parts.pacedEnd().pace(config.shutdown().pace().perSecond());
        if (before != null) {
            leave(before);
        }
        begin(next);
    }

    private Accounting book(String listener) {
        return books.computeIfAbsent(
                listener,
                name -> new Accounting(
                        parts.metrics().listener(name, Accounting.labels()), parts.sessions(), parts.accessLog()));
    }

    private void begin(Generation next) {
        List<HealthChecker> checkers = next.clusters().healthCheckers(parts.loops(), parts.scheduler());
        next.tasks().addAll(checkers);
        checkers.forEach(HealthChecker::start);
        next.tasks().add(new RevocationWatch(next.config(), next.tls(), credentials, looks, parts.background()));
        next.tasks().add(new TlsMeters(next.config(), next.tls(), parts.metrics()));
    }

    private void leave(Generation before) {
        before.tasks().forEach(LiveConfiguration::stop);
        leaving.add(before.tls());
        parts.scheduler()
                .schedule(
                        () -> {
                            before.tls().retire();
                            leaving.remove(before.tls());
                        },
                        before.longestWay().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static void stop(AutoCloseable task) {
        try {
            task.close();
        } catch (Exception e) {
            log.error("A part of the earlier configuration did not stop", e);
        }
    }

    private boolean isRevoked(String listener, List<IssuedCertificate> path) {
        return tls().isRevoked(listener, path);
    }

    /** Watches over the certificates of open connections. */
    CredentialWatch credentials() {
        return credentials;
    }

    /** What serves. */
    ProxyConfig config() {
        return generation().config();
    }

    /** What was read from files for it. */
    ConfiguredFiles files() {
        return generation().files();
    }

    /** The TLS contexts that new connections get. */
    LiveTls tls() {
        return generation().tls();
    }

    /** The backends that new connections get. */
    Collection<BackendTarget> backends() {
        return generation().clusters().targets().values();
    }

    Listeners listeners() {
        return listeners;
    }

    private Generation generation() {
        return Objects.requireNonNull(current, "not begun");
    }

    @Override
    public List<Check> checks() {
        @Nullable Generation now = current;
        return now == null
                ? List.of(new Check("listeners", false, "not open yet"))
                : now.clusters().checks();
    }

    /** Closes all ports for good; connections that are open are not touched. */
    synchronized void stopAccepting() {
        stopped = true;
        listeners.close();
    }

    /** Gives TLS contexts back; the first ones are not this one's. */
    void release() {
        leaving.forEach(LiveTls::retire);
        @Nullable Generation last = current;
        if (last != null) {
            last.tls().retire();
        }
    }

    /** Closes all ports and ends what goes on beside serving; {@link #release} follows when no connection is left. */
    @Override
    public synchronized void close() {
        stopAccepting();
        @Nullable Generation last = current;
        if (last != null) {
            last.tasks().forEach(LiveConfiguration::stop);
        }
        credentials.close();
    }
}
