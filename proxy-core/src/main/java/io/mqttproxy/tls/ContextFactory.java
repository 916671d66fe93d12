package io.mqttproxy.tls;

import io.mqttproxy.config.ClientAuth;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Problem;
import io.mqttproxy.config.SessionTicketsConfig;
import io.mqttproxy.config.TlsConfig;
import io.mqttproxy.tls.revocation.Revocation;
import io.mqttproxy.tls.stapling.StapledCertificate;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Turns a port's TLS section into contexts that differ in their certificate only. */
final class ContextFactory {

    /** Bytes of the buffer between BoringSSL and Netty; the default of 2,048 costs 1.8 KiB for each idle connection. */
    private static final int BIO_BUFFER_BYTES = 256;

    /** All certificates of a client together; BoringSSL's own limit is 100 KiB. A chain of twelve usual ones has 20 KiB. */
    private static final int MAX_CERTIFICATE_LIST_BYTES = 24 * 1024;

    /** The JDK engine checks nothing when it resumes a session, so its sessions end at once; in seconds. */
    private static final long JDK_SESSION_TIMEOUT = 1;

    private final TlsPurpose purpose;
    private final TlsConfig tls;
    private final TlsServices services;
    private final List<X509Certificate> anchors;
    private final TrustManager trust;
    private final Revocation revocation;
    private final @Nullable TicketRotation tickets;

    private ContextFactory(
            TlsPurpose purpose,
            TlsConfig tls,
            TlsServices services,
            List<X509Certificate> anchors,
            TrustManager trust,
            Revocation revocation,
            @Nullable TicketRotation tickets) {
        this.purpose = purpose;
        this.tls = tls;
        this.services = services;
        this.anchors = anchors;
        this.trust = trust;
        this.revocation = revocation;
        this.tickets = tickets;
    }

    /**
     * Reads the CAs and CRLs; blocks on files.
     *
     * @param tickets gives the contexts their ticket keys; null = the engine makes its own
     */
    static ContextFactory create(
            TlsPurpose purpose, TlsConfig tls, TlsServices services, @Nullable TicketRotation tickets)
            throws ConfigException {
        services.engine().restrict();
        KnownSuites.require(tls.cipherSuites(), tls.source(), services.engine());
        @Nullable FileRef caFile = tls.caFile();
        if (tls.clientAuth() == ClientAuth.NONE || caFile == null) {
            return new ContextFactory(
                    purpose, tls, services, List.of(), new NobodyTrusted(), Revocation.none(), tickets);
        }
        List<X509Certificate> anchors = PemReader.certificates(caFile);
        Revocation revocation = Revocation.build(purpose.name(), tls.revocation(), anchors, services.revocation());
        ClientTrust trust = new ClientTrust(anchors, tls.verifyDepth(), revocation, services.clock());
        return new ContextFactory(purpose, tls, services, anchors, trust, revocation, tickets);
    }

    /** What the trust decision asks about revoked certificates; shared by all contexts, owned by the caller. */
    Revocation revocation() {
        return revocation;
    }

    ServerContext newContext(@Nullable KeyMaterial material) throws ConfigException {
        if (material == null) {
            throw new IllegalArgumentException("material: null (expected: a bundle that was loaded)");
        }
        requireUsable(material);
        TlsEngine engine = services.engine();
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(material.key(), material.chain())
                    .sslProvider(engine.provider())
                    .protocols(tls.versions())
                    .applicationProtocolConfig(alpn())
                    .trustManager(trust)
                    .clientAuth(nettyClientAuth());
            if (!tls.cipherSuites().isEmpty()) {
                builder.ciphers(tls.cipherSuites());
            }
            if (engine == TlsEngine.NATIVE) {
                builder.option(OpenSslContextOption.GROUPS, tls.groups().toArray(new String[0]));
                builder.option(OpenSslContextOption.MAX_CERTIFICATE_LIST_BYTES, MAX_CERTIFICATE_LIST_BYTES);
                builder.enableOcsp(tls.stapling());
            } else {
                builder.sessionTimeout(JDK_SESSION_TIMEOUT);
            }
            return new ServerContext(configured(builder.build(), material), resumes(), staple(material));
        } catch (SSLException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigException(List.of(new Problem(
                    tls.source(),
                    "the TLS engine refuses these settings: " + e.getMessage()
                            + " (expected: versions, cipherSuites and groups that " + engine.describe() + " knows)")));
        }
    }

    /** BoringSSL, as Netty uses it, loads such a key and then has no signature for any client. */
    private void requireUsable(KeyMaterial material) throws ConfigException {
        if (services.engine() == TlsEngine.NATIVE
                && material.key().getAlgorithm().startsWith("Ed")) {
            throw new ConfigException(List.of(new Problem(
                    tls.source(),
                    "bundle " + material.name() + " has an Ed25519 key, which the native TLS engine cannot sign with"
                            + " (expected: an EC or RSA key)")));
        }
    }

    private SslContext configured(SslContext context, KeyMaterial material) throws GeneralSecurityException {
        if (context instanceof ReferenceCountedOpenSslContext openSsl) {
            openSsl.setBioNonApplicationBufferSize(BIO_BUFFER_BYTES);
            OpenSslServerSessionContext sessions = (OpenSslServerSessionContext) openSsl.sessionContext();
            byte[] policy = sessionIdContext(material);
            sessions.setSessionIdContext(policy);
            if (tickets != null) {
                tickets.take(sessions, policy);
            }
            if (!resumes()) {
                sessions.setSessionCacheEnabled(false);
            }
        }
        return context;
    }

    private @Nullable StapledCertificate staple(KeyMaterial material) {
        return tls.stapling() && services.engine() == TlsEngine.NATIVE
                ? services.staples().of(material.name(), material.chain())
                : null;
    }

    /** Who offers nothing, or nothing that we know, is served all the same. */
    private ApplicationProtocolConfig alpn() {
        return new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                purpose.protocol());
    }

    private boolean resumes() {
        return tls.sessionTickets() != SessionTicketsConfig.Simple.OFF;
    }

    /** Everything that decides who gets in and what is believed of them; see {@link SessionIdContext}. */
    private byte[] sessionIdContext(KeyMaterial material) throws GeneralSecurityException {
        return new SessionIdContext()
                .with("listener", purpose.name())
                .with("bundle", material.name())
                .with("clientAuth", tls.clientAuth().name())
                .with("verifyDepth", Integer.toString(tls.verifyDepth()))
                .with(purpose.identity())
                .with(anchors)
                .bytes();
    }

    private io.netty.handler.ssl.ClientAuth nettyClientAuth() {
        return switch (tls.clientAuth()) {
            case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
            case OPTIONAL -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
            case REQUIRED -> io.netty.handler.ssl.ClientAuth.REQUIRE;
        };
    }
}
