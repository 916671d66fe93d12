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
import io.mqttproxy.relay.BackendTarget;
import io.mqttproxy.relay.CredentialWatch;
import io.mqttproxy.relay.RevocationLooks;
import io.mqttproxy.relay.Revocations;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.DiscoveryView;
import io.mqttproxy.routing.Router;
import io.mqttproxy.tls.LiveTls;
import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
    private final LiveBackends backends;
    private final Listeners listeners;
    private final CredentialWatch credentials;
    private final RevocationLooks looks;

    /** By name, those of listeners that are gone included: their connections are not. */
    private final Map<String, ClientInitializer> initializers = new HashMap<>();

    private final Map<String, Accounting> books = new HashMap<>();
    private final Set<LiveTls> leaving = ConcurrentHashMap.newKeySet();
    private volatile Generation current;
    private volatile boolean begun;
    private boolean stopped;

    /**
     * Puts the first configuration together; nothing goes on yet.
     *
     * @param revocations what operators have revoked by hand, for every configuration
     * @param files of this configuration; not given back here
     */
    LiveConfiguration(ProcessParts parts, Revocations revocations, ProxyConfig config, ConfiguredFiles files) {
        this.parts = parts;
        this.backends = new LiveBackends(parts);
        this.current = new Generation(config, files, backends.first(config, files), new ArrayList<>());
        this.credentials = new CredentialWatch(revocations, this::isRevoked, InstantSource.system(), parts.pacedEnd());
        this.listeners = new Listeners(parts.loops()::clientSide);
        this.looks = new RevocationLooks(credentials, parts.background());
    }

    /**
     * Serves for the first time; looks the backends up before.
     *
     * @throws ConfigException when an address cannot be bound
     */
    synchronized void begin() throws ConfigException {
        Generation first = current;
        BackendWatch.await(backends.watch(first), first.config());
        serve(first, prepare(first.config()));
        accompany(first);
        credentials.start(parts.scheduler());
        begun = true;
    }

    /**
     * Serves another configuration from now on. On the background thread, where backends are taken in: so nobody comes or
     * goes between the two.
     *
     * @throws ConfigException with everything that speaks against it; nothing has changed then
     */
    void change(ProxyConfig next) throws ConfigException {
        Generation before = current;
        LiveChecks.require(before.config(), next);
        ConfiguredFiles files = ConfiguredFiles.read(next, before.tls());
        Map<String, DiscoveryView> found;
        try {
            found = backends.lookAhead(next, before.clusters());
        } catch (ConfigException | RuntimeException e) {
            files.tls().retire();
            throw e;
        }
        commit(next, files, found);
    }

    /** Not all of a change is under the lock: the end of the process needs it, and looks for backends may take seconds. */
    private synchronized void commit(ProxyConfig next, ConfiguredFiles files, Map<String, DiscoveryView> found)
            throws ConfigException {
        Listeners.Change change;
        try {
            change = prepare(next);
        } catch (ConfigException | RuntimeException e) {
            files.tls().retire();
            throw e;
        }
        Generation before = current;
        ClusterAssembly clusters = backends.next(next, files, before.clusters(), found);
        Generation after = new Generation(next, files, clusters, new ArrayList<>());
        current = after;
        serve(after, change);
        leave(before);
        backends.watch(after);
        accompany(after);
    }

    private Listeners.Change prepare(ProxyConfig next) throws ConfigException {
        if (stopped) {
            throw LiveChecks.tooLate(next);
        }
        return listeners.prepare(next.listeners().values());
    }

    private void serve(Generation next, Listeners.Change change) {
        ListenerFactory factory = new ListenerFactory(
                next.clusters().router(),
                parts.loops()
                        .connector(
                                ClusterAssembly.CONNECT_TIMEOUT, next.clusters().targets()),
                credentials,
                parts.bans(),
                parts.ids());
        for (ListenerConfig listener : next.config().listeners().values()) {
            initializers.compute(
                    listener.name(),
                    (name, earlier) -> factory.initializer(
                            listener,
                            next.files().handshakes(listener),
                            next.files().policy(listener),
                            book(name),
                            earlier));
        }
        next.tls().start(parts.background());
        change.commit(initializers);
        parts.traces().follow(next.config().logging().traces(), next.files().collector());
        parts.pacedEnd().pace(next.config().shutdown().pace().perSecond());
    }

    private Accounting book(String listener) {
        return books.computeIfAbsent(
                listener,
                name -> new Accounting(
                        parts.metrics().listener(name, Accounting.labels()),
                        parts.sessions(),
                        parts.logs().access(),
                        parts.traces().setups(),
                        config().metrics().packets()));
    }

    /** What goes on beside serving, but for backends. */
    private void accompany(Generation next) {
        next.tasks().add(new RevocationWatch(next.config(), next.tls(), credentials, looks, parts.background()));
        next.tasks().add(new TlsMeters(next.config(), next.tls(), parts.metrics()));
        for (ListenerConfig listener : next.config().listeners().values()) {
            next.tasks()
                    .add(parts.metrics()
                            .connectionsLimit(listener.name(), listener.limits().connections()));
        }
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
        return current.config();
    }

    /** What was read from files for it. */
    ConfiguredFiles files() {
        return current.files();
    }

    /** The TLS contexts that new connections get. */
    LiveTls tls() {
        return current.tls();
    }

    /** Where new clients go. */
    Router router() {
        return current.clusters().router();
    }

    /** The clusters that new clients are sent to, each without the backends that left it. */
    Collection<Cluster> clusters() {
        return router().clusters();
    }

    /** The backends that new connections get. */
    Collection<BackendTarget> backends() {
        return current.clusters().targets().values();
    }

    Listeners listeners() {
        return listeners;
    }

    @Override
    public List<Check> checks() {
        return begun ? current.clusters().checks() : List.of(new Check("listeners", false, "not open yet"));
    }

    /** Closes all ports for good; connections that are open are not touched. */
    synchronized void stopAccepting() {
        stopped = true;
        listeners.close();
    }

    /** Gives TLS contexts back; the first ones are not this one's. */
    void release() {
        leaving.forEach(LiveTls::retire);
        current.tls().retire();
    }

    /** Closes all ports and ends what goes on beside serving; {@link #release} follows when no connection is left. */
    @Override
    public synchronized void close() {
        stopAccepting();
        current.tasks().forEach(LiveConfiguration::stop);
        credentials.close();
    }
}
