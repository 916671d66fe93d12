package io.mqttproxy.tls;

import io.mqttproxy.identity.CertificateIdentity;
import io.mqttproxy.identity.DeviceCertificate;
import io.mqttproxy.identity.IdentityException;
import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.identity.PeerIdentity;
import io.mqttproxy.identity.UnreadableIdentity;
import io.mqttproxy.tls.revocation.IssuedCertificate;
import io.netty.handler.ssl.OpenSslSession;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a finished handshake tells, made once and independent of the engine that did it.
 *
 * @param version for example {@code TLSv1.3}
 * @param cipher OpenSSL's name of the cipher suite
 * @param alpn the selected application protocol (RFC 7301), or null
 * @param group the key exchange group, for example {@code X25519MLKEM768}; null when the engine does not tell
 * @param resumed whether the handshake resumed a session
 * @param identity who the client has proven to be
 * @param path the client's verified certificate and those between it and its CA, to ask later whether one was revoked;
 *     empty without a certificate, and for one that stands in {@code caFile} itself
 * @param served the certificate that the client was shown; null when the engine does not tell
 */
public record TlsSession(
        String version,
        String cipher,
        @Nullable String alpn,
        @Nullable String group,
        boolean resumed,
        PeerIdentity identity,
        List<IssuedCertificate> path,
        @Nullable ServedCertificate served) {

    /** Facts without what the client was shown. */
    public TlsSession(
            String version,
            String cipher,
            @Nullable String alpn,
            @Nullable String group,
            boolean resumed,
            PeerIdentity identity,
            List<IssuedCertificate> path) {
        this(version, cipher, alpn, group, resumed, identity, path, null);
    }

    /** Reads the facts of a handler whose handshake has just succeeded; event loop only. */
    public static TlsSession of(SslHandler handler) {
        SSLEngine engine = handler.engine();
        SSLSession session = engine.getSession();
        if (!(engine instanceof ReferenceCountedOpenSslEngine)) {
            session.invalidate(); // the JDK's engine would resume it without a look at the certificate
        }
        return new TlsSession(
                session.getProtocol().intern(),
                CipherNames.openSsl(session.getCipherSuite()).intern(),
                shared(handler.applicationProtocol()),
                session instanceof OpenSslSession openSsl ? shared(openSsl.getNamedGroup()) : null,
                engine instanceof ReferenceCountedOpenSslEngine openSsl && SSL.isSessionReused(openSsl.sslPointer()),
                identity(session),
                VerifiedPath.of(session).certificates(),
                ServedCertificate.of(session));
    }

    /** Engines make a new text for each connection, of the few that can be negotiated. */
    private static @Nullable String shared(@Nullable String negotiated) {
        return negotiated == null ? null : negotiated.intern();
    }

    /** The same without what only the certificate tells, which is most of what a session weighs. */
    public TlsSession withoutCertificate() {
        return new TlsSession(version, cipher, alpn, group, resumed, NoIdentity.INSTANCE, List.of());
    }

    private static PeerIdentity identity(SSLSession session) {
        // Asking for certificates that are not there throws, which costs more than the rest of this class.
        if (session instanceof OpenSslSession openSsl && !openSsl.hasPeerCertificates()) {
            return NoIdentity.INSTANCE;
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return new CertificateIdentity(DeviceCertificate.parse(chain[0].getEncoded()));
        } catch (SSLPeerUnverifiedException e) {
            return NoIdentity.INSTANCE;
        } catch (IdentityException e) { // refused later, when there is a CONNECT to answer
            return new UnreadableIdentity(String.valueOf(e.getMessage()));
        } catch (CertificateEncodingException e) {
            return new UnreadableIdentity("certificate: no DER form");
        }
    }
}
