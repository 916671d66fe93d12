package io.mqttproxy.tls;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ListenerConfig;
import io.mqttproxy.config.SniCertificate;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.tls.revocation.Revocation;
import io.mqttproxy.tls.revocation.RevocationServices;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The TLS contexts of one listener: one for each bundle, found by server name.
 *
 * <p>All of them share the listener's client-certificate policy, so no server name leads to a weaker one. Immutable; read
 * by all event loops. Owns the native contexts until {@link #close}; connections that are open then keep working.
 */
public final class TlsContexts implements AutoCloseable {

    private final List<SslContext> all;
    private final @Nullable SslContext fallback;
    private final ServerNames<SslContext> byName;
    private final Revocation revocation;

    private TlsContexts(
            List<SslContext> all,
            @Nullable SslContext fallback,
            ServerNames<SslContext> byName,
            Revocation revocation) {
        this.all = all;
        this.fallback = fallback;
        this.byName = byName;
        this.revocation = revocation;
    }

    /**
     * Builds the contexts of a listener; blocks on files.
     *
     * @param listener a listener with TLS
     * @param tls its TLS section
     * @param bundles the loaded bundles by name; those that the listener names must be there
     * @param services what outlives the contexts, and the clock
     * @throws ConfigException when a CA file, a CRL file, a cipher suite or a group cannot be used; nothing is leaked then
     */
    public static TlsContexts build(
            ListenerConfig listener,
            TlsConfig tls,
            Map<String, KeyMaterial> bundles,
            TlsEngine engine,
            RevocationServices services)
            throws ConfigException {
        ContextFactory factory = ContextFactory.create(listener, tls, engine, services);
        Map<String, SslContext> built = new HashMap<>();
        try {
            ServerNames<SslContext> byName = new ServerNames<>();
            for (SniCertificate entry : tls.certificates()) {
                @Nullable SslContext context = built.get(entry.bundle());
                if (context == null) {
                    context = factory.newContext(bundles.get(entry.bundle()));
                    built.put(entry.bundle(), context);
                }
                for (String name : entry.sni()) {
                    byName.put(name, context);
                }
            }
            @Nullable SslContext first = built.get(tls.certificates().get(0).bundle());
            return new TlsContexts(
                    List.copyOf(built.values()), tls.strictSni() ? null : first, byName, factory.revocation());
        } catch (ConfigException | RuntimeException e) {
            built.values().forEach(ReferenceCountUtil::safeRelease);
            throw e;
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
    @Nullable SslContext select(@Nullable String serverName) {
        @Nullable SslContext context = byName.find(serverName);
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
        all.forEach(ReferenceCountUtil::safeRelease);
    }
}
