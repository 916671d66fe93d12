package io.mqttproxy.tls;

import io.mqttproxy.tls.revocation.IssuedCertificate;
import io.mqttproxy.tls.revocation.Revocation;
import io.mqttproxy.tls.revocation.Verdict;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import io.netty.internal.tcnative.CertificateVerifier;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The trust decision about client certificates, made here and nowhere else.
 *
 * <p>Both engines' callbacks end in {@link #decide}: for a full handshake and, because resumption skips certificate
 * verification in every engine, once more for each resumed one, so that an expired or no longer trusted certificate does
 * not live on in a ticket. Only the configured CAs are trusted; the JDK's own list is never consulted.
 *
 * <p>Safe for use by all event loops at once.
 */
final class ClientTrust extends X509ExtendedTrustManager implements ResumableX509ExtendedTrustManager {

    private final X509Certificate[] anchors;
    private final VerifiedPaths paths;
    private final Revocation revocation;

    /**
     * @param anchors the CAs to trust, at least one; an empty list would mean that nobody is trusted, which no operator
     *     means
     * @param verifyDepth how many intermediate certificates may stand between the client's and a CA
     * @param revocation what is known about revoked certificates; not owned
     */
    ClientTrust(List<X509Certificate> anchors, int verifyDepth, Revocation revocation, InstantSource clock) {
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("anchors: [] (expected: at least one CA certificate)");
        }
        this.anchors = anchors.toArray(new X509Certificate[0]);
        PathVerifier verifier = new PathVerifier(Set.copyOf(anchors), verifyDepth, SignatureEngine.best(), clock);
        this.paths = new VerifiedPaths(verifier, verifyDepth, clock);
        this.revocation = revocation;
    }

    private VerifiedPath decide(X509Certificate @Nullable [] chain, Function<List<IssuedCertificate>, Verdict> check)
            throws CertificateException {
        if (chain == null || chain.length == 0) {
            throw refuse(HandshakeFailure.NO_CERTIFICATE, "no certificate");
        }
        VerifiedPath path = verified(chain);
        Verdict verdict = check.apply(path.certificates());
        return switch (verdict.status()) {
            case GOOD -> path;
            case REVOKED -> throw refuse(HandshakeFailure.CERTIFICATE_REVOKED, verdict.detail());
            case UNKNOWN -> throw refuse(HandshakeFailure.CERTIFICATE_STATUS_UNKNOWN, verdict.detail());
        };
    }

    private VerifiedPath verified(X509Certificate[] chain) throws CertificateException {
        try {
            return paths.of(chain);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw refuse(
                    outOfDate(e) ? HandshakeFailure.CERTIFICATE_EXPIRED : HandshakeFailure.CERTIFICATE_UNTRUSTED,
                    String.valueOf(e.getMessage()));
        }
    }

    static boolean outOfDate(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return true;
            }
            if (cause instanceof CertPathValidatorException path
                    && (path.getReason() == BasicReason.EXPIRED || path.getReason() == BasicReason.NOT_YET_VALID)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The native engine needs its own exception to send the right alert; any other becomes internal_error(80). The code for
     * an unknown status is one that BoringSSL turns into certificate_unknown(46): those that sound better say that the
     * client's own certificate has expired, or that its CA is unknown.
     */
    private static CertificateException refuse(HandshakeFailure failure, String message) {
        UntrustedClientException untrusted = new UntrustedClientException(failure, message);
        if (!OpenSsl.isAvailable()) {
            return untrusted;
        }
        int code =
                switch (failure) {
                    case CERTIFICATE_EXPIRED -> CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
                    case CERTIFICATE_REVOKED -> CertificateVerifier.X509_V_ERR_CERT_REVOKED;
                    case CERTIFICATE_STATUS_UNKNOWN -> CertificateVerifier.X509_V_ERR_DIFFERENT_CRL_SCOPE;
                    case NO_CERTIFICATE -> CertificateVerifier.X509_V_ERR_CERT_REJECTED;
                    default -> CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
                };
        return new OpenSslCertificateException(message, untrusted, code);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        decide(chain, revocation::check).attachTo(engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        decide(chain, revocation::check);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        decide(chain, revocation::check);
    }

    @Override
    public void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
        decide(chain, revocation::checkFromMemory).attachTo(engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw notAServerDecision();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw notAServerDecision();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notAServerDecision();
    }

    @Override
    public void resumeServerTrusted(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
        throw notAServerDecision();
    }

    private static CertificateException notAServerDecision() {
        return new CertificateException("this trust manager decides about clients only");
    }

    /** The CAs that a CertificateRequest names, so that a client with several certificates picks the right one. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return anchors.clone();
    }
}
