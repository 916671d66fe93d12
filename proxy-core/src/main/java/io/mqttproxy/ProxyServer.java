package io.mqttproxy;

import io.mqttproxy.admin.AdminApi;
import io.mqttproxy.admin.AdminServer;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.config.ShutdownConfig;
import io.mqttproxy.listener.ConnectionIds;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.ClientMoves;
import io.mqttproxy.relay.DeadBackends;
import io.mqttproxy.relay.Drain;
import io.mqttproxy.relay.PacedEnd;
import io.mqttproxy.relay.Revocations;
import io.mqttproxy.relay.Sessions;
import io.mqttproxy.selftest.Finding;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Sessions sessions = new Sessions();
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("scheduler", true));
    private final ScheduledExecutorService background =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("background", true));
    private @Nullable AdminServer admin;
    private @Nullable BackendTrials trials;
    private @Nullable LiveConfiguration live;
    private @Nullable ConfigReload reload;
    private @Nullable Takeover takeover;
    private volatile boolean draining;

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
        ConfiguredFiles.read(config, null).tls().close();
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
        return start(config, null);
    }

    /**
     * The same for a configuration that can be read anew from where it came.
     *
     * @param file null when it came from no file
     */
    public static ProxyServer start(ProxyConfig config, @Nullable ConfigFile file)
            throws ConfigException, StartException {
        return start(config, file, loops -> {});
    }

    /**
     * The same, with something to do when all is built and no port is open yet.
     *
     * @param beforeBinding told the event loops that it will run on
     */
    static ProxyServer start(ProxyConfig config, @Nullable ConfigFile file, Consumer<EventLoops> beforeBinding)
            throws ConfigException, StartException {
        ProxyServer server = new ProxyServer();
        try {
            server.open(config, file, beforeBinding);
            return server;
        } catch (ConfigException | StartException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void open(ProxyConfig config, @Nullable ConfigFile file, Consumer<EventLoops> beforeBinding)
            throws ConfigException, StartException {
        Transport transport = Transport.choose(config.transport().type());
        ConfiguredFiles files = ConfiguredFiles.read(config, null);
        own(files.tls());
        owned.add(this::release);
        ProxyMetrics metrics = own(new ProxyMetrics(config.metrics().exemplars()));
        metrics.buildInfo(BuildInfo.labels());
        metrics.draining(() -> draining);
        Logs logs = own(Logs.open(config.logging(), files.names(), scheduler, metrics));
        Traces traces = own(new Traces(files.names(), metrics));
        KeptBans bans = own(KeptBans.open(config.bans(), background)); // ends behind the event loops, which make some
        EventLoops loops = own(new EventLoops(transport, config.transport()));
        owned.add(sessions::cut); // so that the access log does not say that the clients left
        trials = own(new BackendTrials(config, loops, files.tls()));
        HeapWatch.start(scheduler);
        ProcessParts parts = new ProcessParts(
                loops,
                scheduler,
                background,
                metrics,
                sessions,
                logs,
                traces,
                own(new PacedEnd(config.shutdown().pace().perSecond(), scheduler)),
                own(new ClientMoves(sessions, scheduler)),
                new ConnectionIds(new SecureRandom()),
                bans);
        serve(config, file, files, parts, () -> beforeBinding.accept(loops));
    }

    private void serve(
            ProxyConfig config,
            @Nullable ConfigFile file,
            ConfiguredFiles files,
            ProcessParts parts,
            Runnable beforeBinding)
            throws StartException {
        Revocations revocations = new Revocations();
        LiveConfiguration serving = own(new LiveConfiguration(parts, revocations, config, files));
        live = serving;
        AdminApi api = new AdminApi(
                AdminPort.scrape(parts.metrics()),
                () -> AdminPort.readiness(draining, serving),
                new RevocationAdmin(revocations, serving.credentials(), scheduler),
                new ClusterAdmin(serving::config, serving::router, parts.moves()),
                files.adminToken());
        ConfigReload reloads = new ConfigReload(config, serving, parts);
        reload = reloads;
        own(new OperatorDesk(parts)).offer(api, serving, reloads, () -> draining);
        beforeBinding.run();
        Takeover before = own(Takeover.begin(config, parts.loops()));
        takeover = before;
        @Nullable AdminServer port = AdminPort.open(config, parts.loops(), api.with(reloads), new AdminTls(serving));
        admin = port == null ? null : own(port);
        try {
            serving.begin();
        } catch (ConfigException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
        before.finish(port);
        own(new BackendLog(serving::backends)).start(scheduler);
        own(new DeadBackends(sessions, serving::backends, serving::clusters)).start(scheduler);
        CertificateWatch certificates = own(new CertificateWatch(serving::tls, parts.metrics(), background));
        certificates.follow(config);
        reloads.follow(file == null ? null : own(new ConfigWatch(file, background)), next -> {
            api.token(serving.files().adminToken());
            certificates.follow(next);
            parts.logs().follow(next.logging());
        });
    }

    /** TLS contexts are given back when no connection is left. */
    private void release() {
        if (live != null) {
            live.release();
        }
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

    /** Has the configuration file read anew, in the background; the log and the metrics tell how it went. */
    public void reload() {
        if (reload != null) {
            reload.reload("SIGHUP");
        }
    }

    /**
     * Lets another process take the ports over from now on, where a Unix socket for that is configured.
     *
     * @param successor starts that process when an operator asks for it
     * @param replaced runs when the other one accepts and this one does not any more
     * @throws StartException when the Unix socket cannot be made
     */
    void offer(Successor successor, Runnable replaced) throws StartException {
        Objects.requireNonNull(takeover).offer(new HandingOver(serving(), admin, successor, replaced, background));
    }

    /** Lines that tell an operator what is served where. */
    public List<String> describe() {
        return Announcement.of(serving(), adminAddress());
    }

    private LiveConfiguration serving() {
        return Objects.requireNonNull(live);
    }

    /**
     * The address that a listener is bound to.
     *
     * @throws IllegalArgumentException when there is no such listener
     */
    public InetSocketAddress listenerAddress(String name) {
        Map<String, InetSocketAddress> addresses = serving().listeners().addresses();
        @Nullable InetSocketAddress address = addresses.get(name);
        if (address == null) {
            throw new IllegalArgumentException(name + " (expected: one of " + addresses.keySet() + ")");
        }
        return address;
    }

    /** The address of the admin port; null when none is configured. */
    public @Nullable InetSocketAddress adminAddress() {
        return admin == null ? null : admin.address();
    }

    /** How the configuration that serves wants the end. */
    ShutdownConfig shutdown() {
        return serving().config().shutdown();
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
        Objects.requireNonNull(takeover).withdraw();
        CompletableFuture<Void> graceOver = new CompletableFuture<>();
        scheduler.schedule(
                () -> graceOver.complete(null), config.readinessGrace().toMillis(), TimeUnit.MILLISECONDS);
        return graceOver.thenCompose(over -> {
            serving().stopAccepting();
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
