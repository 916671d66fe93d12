package io.mqttproxy.tls;

import io.mqttproxy.it.Device;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A device with the JDK's blocking TLS in one version. It resumes its last session of a port whenever it can. */
final class TlsClient {

    private static final int READ_MILLIS = 40_000;

    private final SSLContext context;
    private final String version;

    TlsClient(TestPki pki, @Nullable TestCertificate certificate, String version) {
        this.context = Device.context(pki, certificate);
        this.version = version;
    }

    /**
     * Connects, waits for the first byte and closes: an empty text when it came, or what went wrong, which need not be the
     * alert: a client may still be writing when it comes.
     */
    String connect(int port) {
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.setSoTimeout(READ_MILLIS);
            socket.startHandshake();
            return socket.getInputStream().read() == 0 ? "" : "closed";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
