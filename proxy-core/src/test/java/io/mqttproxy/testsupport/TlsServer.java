package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A TLS server of the JDK on 127.0.0.1 for one handshake, and what it saw. */
public final class TlsServer implements AutoCloseable {

    private static final int LIMIT_SECONDS = 30;
    private static final char[] NO_PASSWORD = new char[0];

    private final SSLServerSocket socket;
    private final CompletableFuture<Seen> seen = new CompletableFuture<>();

    private TlsServer(SSLServerSocket socket) {
        this.socket = socket;
    }

    /**
     * What the server knows of its client.
     *
     * @param serverName the SNI, or null when there was none
     * @param certificates the client's chain, leaf first; empty when it showed none
     * @param protocol for example {@code TLSv1.3}
     */
    public record Seen(@Nullable String serverName, List<X509Certificate> certificates, String protocol) {}

    /**
     * Starts one.
     *
     * @param clientAuthority whose certificates it requires of clients; null = it asks for none
     * @param protocols what it speaks, for example {@code TLSv1.2}
     */
    public static TlsServer start(TestCertificate own, @Nullable TestAuthority clientAuthority, String... protocols) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(own).getKeyManagers(), trust(clientAuthority).getTrustManagers(), null);
            SSLServerSocket socket = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
            socket.setNeedClientAuth(clientAuthority != null);
            socket.setEnabledProtocols(protocols);
            TlsServer server = new TlsServer(socket);
            Thread thread = new Thread(server::handshake, "tls-server-" + socket.getLocalPort());
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManagerFactory keys(TestCertificate own) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.privateKey(), NO_PASSWORD, own.chain().toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, NO_PASSWORD);
        return factory;
    }

    private static TrustManagerFactory trust(@Nullable TestAuthority authority)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        if (authority != null) {
            store.setCertificateEntry("ca", authority.certificate());
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory;
    }

    private void handshake() {
        try (SSLSocket client = (SSLSocket) socket.accept()) {
            client.startHandshake();
            seen.complete(seen((ExtendedSSLSession) client.getSession()));
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            seen.completeExceptionally(e);
        }
    }

    private static Seen seen(ExtendedSSLSession session) {
        @Nullable String name = session.getRequestedServerNames().stream()
                .map(requested -> ((SNIHostName) requested).getAsciiName())
                .findFirst()
                .orElse(null);
        return new Seen(name, certificates(session), session.getProtocol());
    }

    private static List<X509Certificate> certificates(ExtendedSSLSession session) {
        try {
            return Arrays.stream(session.getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Waits for the handshake; {@link AssertionError} when it fails. */
    public Seen awaitHandshake() {
        try {
            return seen.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no handshake", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
