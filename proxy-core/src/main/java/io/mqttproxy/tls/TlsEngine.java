package io.mqttproxy.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** The TLS implementation that serves the client side. */
public enum TlsEngine {
    /** BoringSSL through netty-tcnative: several times cheaper per handshake, session tickets under our control. */
    NATIVE(SslProvider.OPENSSL_REFCNT),

    /** The JDK's SSLEngine: works wherever Java does; sessions are not resumed, see {@link #restrict()}. */
    JDK(SslProvider.JDK);

    private final SslProvider provider;

    TlsEngine(SslProvider provider) {
        this.provider = provider;
    }

    /** The native engine where its library loads, the JDK's otherwise. */
    public static TlsEngine best() {
        return OpenSsl.isAvailable() ? NATIVE : JDK;
    }

    /**
     * Takes from the JDK's engine what it does without asking: client-initiated renegotiation, and session tickets, which
     * it takes without a look at the certificate in them. It reads these properties once, when the first context is made.
     */
    void restrict() {
        if (this == JDK) {
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
            System.setProperty("jdk.tls.server.enableSessionTicketExtension", "false");
        }
    }

    /** The name and version for a bug report, for example {@code BoringSSL}. */
    public String describe() {
        return this == NATIVE ? OpenSsl.versionString() : "JSSE " + Runtime.version();
    }

    /** Netty's name for it. */
    public SslProvider provider() {
        return provider;
    }
}
