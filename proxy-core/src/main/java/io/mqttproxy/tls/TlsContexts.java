package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.SessionTicketsConfig;
import io.mqttproxy.config.SniCertificate;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.tls.revocation.Revocation;
import io.mqttproxy.tls.stapling.StapledCertificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS contexts of one listener: one for each bundle, found by server name.
 *
 * <p>All of them share the listener's client-certificate policy, so no server name leads to a weaker one. Immutable; read
 * by all event loops. Owns the native contexts until {@link #close}; connections that are open then keep working.
 */
public final class TlsContexts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TlsContexts.class);

    private final List<ServerContext> all;
    private final @Nullable ServerContext fallback;
    private final ServerNames<ServerContext> byName;
    private final Revocation revocation;
    private final @Nullable TicketRotation tickets;

    private TlsContexts(
            List<ServerContext> all,
            @Nullable ServerContext fallback,
            ServerNames<ServerContext> byName,
            Revocation revocation,
            @Nullable TicketRotation tickets) {
        this.all = all;
        this.fallback = fallback;
        this.byName = byName;
        this.revocation = revocation;
        this.tickets = tickets;
    }

    /**
     * Builds the contexts of a listener; blocks on files.
     *
     * @param listener a listener with TLS
     * @param tls its TLS section
     * @param bundles the loaded bundles by name; those that the listener names must be there
     * @param services used as long as the contexts live
     * @throws ConfigException when a CA file, a CRL file, a file of ticket keys, a cipher suite or a group cannot be used; nothing is leaked then
     */
    public static TlsContexts build(
            ListenerConfig listener, TlsConfig tls, Map<String, KeyMaterial> bundles, TlsServices services)
            throws ConfigException {
        return build(TlsPurpose.of(listener), tls, bundles, services);
    }

    /** The same for any port. */
    static TlsContexts build(TlsPurpose purpose, TlsConfig tls, Map<String, KeyMaterial> bundles, TlsServices services)
            throws ConfigException {
        @Nullable TicketRotation tickets = tickets(purpose.name(), tls, services);
        ContextFactory factory = ContextFactory.create(purpose, tls, services, tickets);
        Map<String, ServerContext> built = new HashMap<>();
        try {
            ServerNames<ServerContext> byName = new ServerNames<>();
            for (SniCertificate entry : tls.certificates()) {
                @Nullable ServerContext context = built.get(entry.bundle());
                if (context == null) {
                    context = factory.newContext(bundles.get(entry.bundle()));
                    built.put(entry.bundle(), context);
                }
                for (String name : entry.sni()) {
                    byName.put(name, context);
                }
            }
            @Nullable ServerContext first = built.get(tls.certificates().get(0).bundle());
            return new TlsContexts(
                    List.copyOf(built.values()), tls.strictSni() ? null : first, byName, factory.revocation(), tickets);
        } catch (ConfigException | RuntimeException e) {
            built.values().forEach(ServerContext::close);
            throw e;
        }
    }

    private static @Nullable TicketRotation tickets(String listener, TlsConfig tls, TlsServices services)
            throws ConfigException {
        TlsEngine engine = services.engine();
        if (tls.stapling() && engine != TlsEngine.NATIVE) {
            log.warn("Listener {}: stapling has no effect with {}", listener, engine.describe());
        }
        if (tls.sessionTickets() == SessionTicketsConfig.Simple.OFF) {
            return null;
        }
        if (!(tls.sessionTickets() instanceof SessionTicketsConfig.Shared shared)) {
            return engine == TlsEngine.NATIVE ? ownTickets(services) : null;
        }
        TicketWindows windows = new TicketWindows(shared.lifetime());
        TicketKeys keys = new TicketKeys(TicketKeyFile.read(shared.keysFile()), windows);
        if (engine != TlsEngine.NATIVE) {
            log.warn("Listener {}: sessionTickets has no effect with {}", listener, engine.describe());
            return null;
        }
        return new TicketRotation(keys, windows, services.clock());
    }

    private static TicketRotation ownTickets(TlsServices services) {
        TicketWindows windows = new TicketWindows(TicketSecret.LIFETIME);
        return new TicketRotation(new TicketKeys(services.ticketSecret().asList(), windows), windows, services.clock());
    }

    /**
     * Begins what goes on in the background until {@link #close}: the change of ticket keys. Called at most once.
     *
     * @param executor may be shared
     */
    void start(ScheduledExecutorService executor) {
        if (tickets != null) {
            tickets.start(executor);
        }
    }

    /** Our certificates that are to be stapled. */
    Set<StapledCertificate> staples() {
        Set<StapledCertificate> staples = new HashSet<>();
        for (ServerContext context : all) {
            if (context.certificate() != null) {
                staples.add(context.certificate());
            }
        }
        return staples;
    }

    /** Sets the ticket keys of the moment; for tests with a clock of their own. */
    void rotateTickets() {
        if (tickets != null) {
            tickets.rotate();
        }
    }

    /** A handler for each new connection that these contexts are to serve. */
    public Supplier<ServerNameHandler> handshakes() {
        return () -> new ServerNameHandler(() -> this);
    }

    /**
     * The context for a server name, or null when the connection is to be refused.
     *
     * @param serverName the name of the ClientHello, or null when it has none
     */
    @Nullable ServerContext select(@Nullable String serverName) {
        @Nullable ServerContext context = byName.find(serverName);
        return context != null ? context : fallback;
    }

    /** What is known about revoked client certificates; lives as long as the contexts. */
    Revocation revocation() {
        return revocation;
    }

    /** Gives the native contexts back; engines that were made from them stay valid. */
    @Override
    public void close() {
        revocation.close();
        if (tickets != null) {
            tickets.close();
        }
        all.forEach(ServerContext::close);
    }
}
