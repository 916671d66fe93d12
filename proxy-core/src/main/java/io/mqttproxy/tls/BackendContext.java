package io.mqttproxy.tls;

import io.mqttproxy.config.BackendTlsConfig;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.Problem;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The TLS context of one cluster's backends. Immutable; owns the native context until {@link #close}. */
final class BackendContext implements BackendTls, AutoCloseable {

    /** Has the trust manager compare the name: RFC 9110 section 4.3.4, IP addresses with IP SANs only. */
    private static final String CHECK_NAME = "HTTPS";

    private final SslContext context;
    private final @Nullable String serverName;

    private BackendContext(SslContext context, @Nullable String serverName) {
        this.context = context;
        this.serverName = serverName;
    }

    /**
     * Builds the context; blocks on files.
     *
     * @param bundles the loaded bundles by name; the one that the section names must be there
     * @throws ConfigException when the CA file or a cipher suite cannot be used; nothing is leaked then
     */
    static BackendContext build(BackendTlsConfig tls, Map<String, KeyMaterial> bundles, TlsEngine engine)
            throws ConfigException {
        KnownSuites.require(tls.cipherSuites(), tls.source(), engine);
        try {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .sslProvider(engine.provider())
                    .protocols(tls.versions())
                    .trustManager(new BackendTrust(PemReader.certificates(tls.caFile())))
                    .endpointIdentificationAlgorithm(CHECK_NAME);
            @Nullable KeyMaterial own = tls.certificate() == null ? null : bundles.get(tls.certificate());
            if (own != null) {
                builder.keyManager(own.key(), own.chain());
            }
            if (!tls.cipherSuites().isEmpty()) {
                builder.ciphers(tls.cipherSuites());
            }
            return new BackendContext(builder.build(), tls.serverName());
        } catch (SSLException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigException(List.of(new Problem(
                    tls.source(),
                    "the TLS engine refuses these settings: " + e.getMessage()
                            + " (expected: versions and cipherSuites that " + engine.describe() + " knows)")));
        }
    }

    /** The engines send the name as SNI (RFC 6066 section 3) unless it is an IP address. */
    @Override
    public SslHandler newHandler(ByteBufAllocator allocator, String host, int port) {
        return context.newHandler(allocator, serverName == null ? host : serverName, port);
    }

    /** Gives the native context back; engines that were made from it stay valid. */
    @Override
    public void close() {
        ReferenceCountUtil.safeRelease(context);
    }
}
