package io.mqttproxy.perf.load;

import io.mqttproxy.perf.pki.Devices;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSession;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * TLS of devices: BoringSSL, version 1.3, X25519 alone, so that all servers do the same work whatever else they could.
 *
 * <p>The server's certificate is taken unseen: what a device thinks of it costs the server nothing. Not thread-safe.
 */
final class ClientTls implements AutoCloseable {

    private static final String GROUP = "X25519";
    private static final int MOST_CERTIFICATES = 100_000;

    private final Devices devices;
    private final Map<Security, SslContext> full = new EnumMap<>(Security.class);
    private final Map<Security, SslContext> resuming = new EnumMap<>(Security.class);

    ClientTls(Devices devices) {
        this.devices = devices;
    }

    /**
     * For one connection.
     *
     * @param identity which device connects; also whose session is resumed
     */
    SslHandler newHandler(ByteBufAllocator alloc, Job job, int identity) throws SSLException {
        SslContext context = context(job.security(), job.resumed());
        SslHandler handler = context.newHandler(alloc, "localhost", identity);
        handler.setWrapDataSize(0); // each message is a record of its own, as devices send them
        return handler;
    }

    /** Forgets all sessions: those of another server would only be refused. */
    void forgetSessions() {
        resuming.values().forEach(ReferenceCountUtil::release);
        resuming.clear();
    }

    /** Only once all connections are closed. */
    @Override
    public void close() {
        forgetSessions();
        full.values().forEach(ReferenceCountUtil::release);
        full.clear();
    }

    /** Whether a server has asked for the device's certificate in a finished full handshake, and got it. */
    static boolean gaveCertificate(SslHandler handler) {
        return handler.engine().getSession().getLocalCertificates() != null;
    }

    /** Whether a finished handshake resumed an earlier session. */
    static boolean resumed(SslHandler handler) {
        return SSL.isSessionReused(((ReferenceCountedOpenSslEngine) handler.engine()).sslPointer());
    }

    /** What a finished handshake has agreed upon. */
    static String session(SslHandler handler) {
        OpenSslSession session = (OpenSslSession) handler.engine().getSession();
        return session.getProtocol() + "/" + session.getCipherSuite() + "/" + GROUP;
    }

    private SslContext context(Security security, boolean resumed) throws SSLException {
        Map<Security, SslContext> contexts = resumed ? resuming : full;
        SslContext context = contexts.get(security);
        if (context == null) {
            context = build(security, resumed);
            contexts.put(security, context);
        }
        return context;
    }

    private SslContext build(Security security, boolean resumed) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols("TLSv1.3")
                .option(OpenSslContextOption.GROUPS, new String[] {GROUP})
                .endpointIdentificationAlgorithm(null)
                .trustManager(InsecureTrustManagerFactory.INSTANCE);
        if (security == Security.MUTUAL) {
            builder.keyManager(new OpenSslCachingX509KeyManagerFactory(
                    new SingleKeyManagerFactory(new DeviceKeys(devices)), MOST_CERTIFICATES));
        }
        ReferenceCountedOpenSslContext context = (ReferenceCountedOpenSslContext) builder.build();
        context.sessionContext().setSessionCacheEnabled(resumed);
        return context;
    }
}
