package io.mqttproxy.it;

import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A device that speaks bytes over the JDK's blocking sockets: an implementation of TLS that is not the proxy's. */
public final class Device implements AutoCloseable {

    private static final int READ_MILLIS = 30_000;
    private static final char[] NO_PASSWORD = new char[0];

    private final Socket socket;

    private Device(Socket socket) {
        this.socket = socket;
    }

    /** Connects with TLS and finishes the handshake. */
    public static Device connect(TestPki pki, int port, @Nullable TestCertificate certificate) {
        return connect(context(pki, certificate), port);
    }

    /** The same with a context that is used more than once. */
    public static Device connect(SSLContext context, int port) {
        try {
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(READ_MILLIS);
            socket.setTcpNoDelay(true);
            socket.startHandshake();
            return new Device(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects without TLS. */
    public static Device plain(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(READ_MILLIS);
            socket.setTcpNoDelay(true);
            return new Device(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A context that trusts the test's authority and presents the certificate, if there is one. */
    public static SSLContext context(TestPki pki, @Nullable TestCertificate certificate) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", pki.root().certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            KeyManager[] keys = certificate == null ? new KeyManager[0] : keyManagers(certificate);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager[] keyManagers(TestCertificate certificate) throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "device",
                certificate.privateKey(),
                NO_PASSWORD,
                certificate.chain().toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(own, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** The certificate that the proxy has shown. */
    public X509Certificate serverCertificate() {
        try {
            return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            throw new AssertionError(e);
        }
    }

    /** The port that this device connects from. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** Sends bytes in one write. */
    public Device send(byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads exactly so many bytes; fewer when the proxy closes before. */
    public byte[] read(int length) {
        try {
            return socket.getInputStream().readNBytes(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads to the end; an {@link UncheckedIOException} when the connection is reset or stays open for ten seconds. */
    public byte[] readToEnd() {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            in.transferTo(all);
            return all.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the connection ends within ten seconds, in order or by a reset; what still comes is dropped. */
    public boolean ends() {
        try {
            readToEnd();
            return true;
        } catch (UncheckedIOException e) {
            return !(e.getCause() instanceof SocketTimeoutException);
        }
    }

    /** Sends a close_notify and leaves TCP up. */
    public void closeNotify() {
        try {
            ((SSLSocket) socket).shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
