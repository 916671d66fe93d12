package io.mqttproxy.tls;

import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The trust decision about backends: the configured CAs and no others, and the name.
 *
 * <p>An extended trust manager on purpose: with a plain one it depends on the engine whether anybody compares the name.
 * Resumed handshakes are checked as well, where the engine asks; their name was checked when the session was made, and a
 * session is only offered to the host that it was made with. Safe for all event loops at once.
 */
final class BackendTrust extends X509ExtendedTrustManager implements ResumableX509ExtendedTrustManager {

    private final X509ExtendedTrustManager pkix;

    BackendTrust(List<X509Certificate> anchors) throws GeneralSecurityException {
        this.pkix = PkixTrust.of(anchors);
    }

    /** Compares the name, too: the engine carries it, and the algorithm to do so. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        requireShortNames(chain);
        pkix.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void resumeServerTrusted(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
        requireShortNames(chain);
        pkix.checkServerTrusted(chain, "UNKNOWN");
    }

    private static void requireShortNames(X509Certificate[] chain) throws CertificateException {
        @Nullable String objection = CertificateBounds.longName(chain);
        if (objection != null) {
            throw new CertificateException(objection);
        }
    }

    /** Without an engine there is no name to compare. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no name to compare (expected: a decision with an engine)");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no name to compare (expected: a decision with an engine)");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw notAClientDecision();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw notAClientDecision();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notAClientDecision();
    }

    @Override
    public void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
        throw notAClientDecision();
    }

    private static CertificateException notAClientDecision() {
        return new CertificateException("this trust manager decides about backends only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return pkix.getAcceptedIssuers();
    }
}
