package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ProxyConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The TLS contexts that serve now, for all listeners and clusters. {@link #reload} builds new ones from the files as they are and swaps
 * them in with one write; on any failure the ones before keep serving.
 *
 * <p>Event loops read one volatile reference for each handshake. Reloads come from one thread.
 */
public final class LiveTls implements AutoCloseable {

    /** A handshake that has just read the old reference makes its engine well within this time. */
    private static final Duration LAST_READERS = Duration.ofSeconds(10);

    private final ProxyConfig config;
    private final TlsEngine engine;
    private final InstantSource clock;
    private volatile ListenerContexts current;

    /**
     * Builds the first contexts; blocks on files.
     *
     * @throws ConfigException with every problem of every file
     */
    public LiveTls(ProxyConfig config, TlsEngine engine, InstantSource clock) throws ConfigException {
        this.config = config;
        this.engine = engine;
        this.clock = clock;
        this.current = ListenerContexts.build(config, engine, clock);
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

    /** TLS to the backends of a cluster that has a section for it. */
    public BackendTls backends(String cluster) {
        return (allocator, host, port) -> current.ofCluster(cluster).newHandler(allocator, host, port);
    }

    /**
     * Builds anew and swaps; blocks on files.
     *
     * @param scheduler gives the replaced contexts back when nobody uses them any more
     * @throws ConfigException with every problem; the contexts of before keep serving
     */
    public void reload(ScheduledExecutorService scheduler) throws ConfigException {
        ListenerContexts replaced = current;
        current = ListenerContexts.build(config, engine, clock);
        scheduler.schedule(replaced::close, LAST_READERS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** When the server certificate of each bundle expires, by the bundle's name. */
    public Map<String, Instant> expiryByBundle() {
        return current.expiryByBundle();
    }

    /** Gives the contexts back; connections that are open keep working. */
    @Override
    public void close() {
        current.close();
    }
}
