package io.mqttproxy;

import io.mqttproxy.admin.AdminApi;
import io.mqttproxy.admin.AdminServer;
import io.mqttproxy.admin.Readiness;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.ShutdownConfig;
import io.mqttproxy.discovery.Sources;
import io.mqttproxy.listener.BindException;
import io.mqttproxy.listener.ConnectionIds;
import io.mqttproxy.listener.Listener;
import io.mqttproxy.listener.ListenerFactory;
import io.mqttproxy.metrics.ListenerMetrics;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.AccessLog;
import io.mqttproxy.relay.Accounting;
import io.mqttproxy.relay.BackendConnector;
import io.mqttproxy.relay.Bans;
import io.mqttproxy.relay.ClientMoves;
import io.mqttproxy.relay.CredentialWatch;
import io.mqttproxy.relay.Drain;
import io.mqttproxy.relay.PacedEnd;
import io.mqttproxy.relay.Revocations;
import io.mqttproxy.relay.Sessions;
import io.mqttproxy.routing.HealthChecker;
import io.mqttproxy.selftest.Finding;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running proxy: the composition root, the only class that knows all parts.
 *
 * <p>Built completely before the first port is bound: a mistake in the configuration leaves nothing half started. Its
 * methods may be called from any thread but an event loop.
 */
public final class ProxyServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProxyServer.class);

    private final List<AutoCloseable> owned = new ArrayList<>();
    private final Map<String, Listener> listeners = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Sessions sessions = new Sessions();
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("scheduler", true));
    private @Nullable AdminServer admin;
    private @Nullable BackendTrials trials;
    private volatile boolean draining;

    private final ScheduledExecutorService background =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("background", true));

    private ProxyServer() {
        owned.add(scheduler::shutdownNow);
        owned.add(background::shutdownNow);
    }

    /**
     * Builds everything that the configuration asks for and binds nothing.
     *
     * @throws ConfigException with all problems
     */
    public static void check(ProxyConfig config) throws ConfigException {
        ConfiguredFiles.read(config).tls().close();
    }

    /**
     * Tries every backend with a CONNECT and binds nothing; blocks, for up to half a minute when backends do not answer.
     *
     * @return one for each backend, in the order of the file
     * @throws ConfigException with all problems of the files that the configuration names
     * @throws StartException when the transport is not there
     */
    public static List<Finding> probe(ProxyConfig config) throws ConfigException, StartException {
        return BackendTrials.ofAll(config);
    }

    /**
     * Starts a proxy; returns when all ports are bound.
     *
     * @throws ConfigException when a file that the configuration names cannot be used; with all problems
     * @throws StartException when an address cannot be bound or the transport is not there
     */
    public static ProxyServer start(ProxyConfig config) throws ConfigException, StartException {
        return start(config, loops -> {});
    }

    /**
     * The same, with something to do when all is built and no port is open yet.
     *
     * @param beforeBinding told the event loops that it will run on
     */
    static ProxyServer start(ProxyConfig config, Consumer<EventLoops> beforeBinding)
            throws ConfigException, StartException {
        ProxyServer server = new ProxyServer();
        try {
            server.open(config, beforeBinding);
            return server;
        } catch (ConfigException | StartException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void open(ProxyConfig config, Consumer<EventLoops> beforeBinding) throws ConfigException, StartException {
        Transport transport = Transport.choose(config.transport().type());
        ConfiguredFiles files = ConfiguredFiles.read(config);
        own(files.tls());
        AccessLog accessLog = own(AccessLogSetup.open(config.logging()));
        ProxyMetrics metrics = own(new ProxyMetrics());
        metrics.buildInfo(BuildInfo.labels());
        metrics.draining(() -> draining);
        metrics.accessLogDropped(accessLog::dropped);
        files.tls().start(background);
        own(new CertificateWatch(files.tls(), metrics, background)).start(config);
        EventLoops loops = own(new EventLoops(transport, config.transport()));
        owned.add(sessions::cut); // so that the access log does not say that the clients left

        ClusterAssembly clusters = new ClusterAssembly(config, metrics, files.tls());
        HealthProbes probes = new HealthProbes(loops, files.tls(), files.probePasswords(), new SecureRandom());
        Map<String, HealthChecker> checkers = clusters.healthCheckers(probes, scheduler);
        own(new BackendWatch(clusters, checkers, metrics, new Sources(loops::dns), background))
                .start(config);
        trials = own(new BackendTrials(config, loops, files.tls()));
        Revocations revocations = new Revocations();
        PacedEnd pacedEnd = own(new PacedEnd(config.shutdown().pace().perSecond(), scheduler));
        CredentialWatch credentials =
                own(new CredentialWatch(revocations, files.tls()::isRevoked, InstantSource.system(), pacedEnd));
        credentials.start(scheduler);
        new RevocationWatch(files.tls(), credentials, metrics).start(config, background);
        own(new BackendLog(clusters.targets().values())).start(scheduler);
        own(clusters.closeDead(sessions)).start(scheduler);
        ClientMoves moves = own(new ClientMoves(sessions, scheduler));
        Bans bans = new Bans(InstantSource.system());
        OperatorDesk desk = own(new OperatorDesk(sessions, metrics, loops, scheduler));
        ListenerFactory factory = new ListenerFactory(
                loops::clientSide,
                clusters.router(),
                new BackendConnector(loops.backendSide(ClusterAssembly.CONNECT_TIMEOUT), clusters.targets()),
                credentials,
                bans,
                new ConnectionIds(new SecureRandom()));
        AdminApi api = new AdminApi(
                        AdminPort.scrape(metrics),
                        () -> readiness(clusters),
                        new RevocationAdmin(revocations, credentials),
                        new ClusterAdmin(() -> config, clusters::router, moves),
                        files.adminToken())
                .with(desk.views(() -> config, files::tls, this::addresses, bans, () -> draining));
        beforeBinding.accept(loops);
        @Nullable AdminServer port = AdminPort.open(config, loops, api);
        admin = port == null ? null : own(port);
        for (ListenerConfig listener : config.listeners().values()) {
            ListenerMetrics meters = metrics.listener(listener.name(), Accounting.labels());
            metrics.connectionsLimit(listener.name(), listener.limits().connections());
            bind(listener, files, factory, new Accounting(meters, sessions, accessLog));
        }
    }

    private void bind(ListenerConfig section, ConfiguredFiles files, ListenerFactory factory, Accounting accounting)
            throws StartException {
        try {
            Listener listener = factory.open(section, files.handshakes(section), files.policy(section), accounting);
            listeners.put(section.name(), own(listener));
        } catch (BindException e) {
            throw new StartException(
                    section.bind().source() + ": " + e.getMessage() + " (expected: a free address)", e);
        }
    }

    private Map<String, InetSocketAddress> addresses() {
        Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
        listeners.forEach((name, listener) -> addresses.put(name, listener.address()));
        return addresses;
    }

    private List<Readiness.Check> readiness(Readiness clusters) {
        List<Readiness.Check> checks = new ArrayList<>();
        checks.add(new Readiness.Check("accepting", !draining, draining ? "draining" : "yes"));
        checks.addAll(clusters.checks());
        return checks;
    }

    private <T extends AutoCloseable> T own(T part) {
        owned.add(part);
        return part;
    }

    /**
     * Begins to try the backends with a CONNECT, except those of clusters with {@code selfTest: false}, and returns at once.
     * The log says what is wrong; nothing else depends on it.
     */
    public void selfTest() {
        if (trials != null) {
            trials.log();
        }
    }

    /** Lines that tell an operator what is served where. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        listeners
                .values()
                .forEach(listener ->
                        lines.add("Listener " + listener.name() + " on " + ProxyAdmin.text(listener.address())));
        if (admin != null) {
            lines.add("Admin on http://" + ProxyAdmin.text(admin.address()) + "/");
        }
        return lines;
    }

    /**
     * The address that a listener is bound to.
     *
     * @throws IllegalArgumentException when there is no such listener
     */
    public InetSocketAddress listenerAddress(String name) {
        @Nullable Listener listener = listeners.get(name);
        if (listener == null) {
            throw new IllegalArgumentException(name + " (expected: one of " + listeners.keySet() + ")");
        }
        return listener.address();
    }

    /** The address of the admin port; null when none is configured. */
    public @Nullable InetSocketAddress adminAddress() {
        return admin == null ? null : admin.address();
    }

    /** How many client connections are open. */
    public int connections() {
        return sessions.size();
    }

    /**
     * Goes out of service: says not ready, waits for the load balancer in front to notice, stops to accept, then ends the
     * connections at the configured pace.
     *
     * @return completes when no connection is left; the server is still to be closed then
     */
    public CompletableFuture<Void> drain(ShutdownConfig config) {
        draining = true;
        CompletableFuture<Void> graceOver = new CompletableFuture<>();
        scheduler.schedule(
                () -> graceOver.complete(null), config.readinessGrace().toMillis(), TimeUnit.MILLISECONDS);
        return graceOver.thenCompose(over -> {
            listeners.values().forEach(Listener::close);
            return new Drain(sessions, scheduler).start(config.pace().perSecond(), config.deadline());
        });
    }

    /** Stops at once, in the reverse order of the start; connections are closed without a word. */
    @Override
    public void close() {
        for (int i = owned.size() - 1; i >= 0; i--) {
            try {
                owned.get(i).close();
            } catch (Exception e) {
                log.error("A part of the proxy did not close", e);
            }
        }
        owned.clear();
    }
}
