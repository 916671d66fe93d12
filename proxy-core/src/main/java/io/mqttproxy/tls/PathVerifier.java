package io.mqttproxy.tls;

import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Verifies chains with the JDK's PKIX algorithm (RFC 5280 section 6) and tells the path that it went. Revocation is not its
 * business. Thread-safe.
 */
final class PathVerifier {

    private final Set<X509Certificate> anchors;
    private final Set<TrustAnchor> trusted = new HashSet<>();
    private final int verifyDepth;
    private final SignatureEngine signatures;
    private final InstantSource clock;

    /**
     * @param anchors at least one
     * @param verifyDepth how many intermediates a path may have
     */
    PathVerifier(Set<X509Certificate> anchors, int verifyDepth, SignatureEngine signatures, InstantSource clock) {
        this.anchors = anchors;
        this.verifyDepth = verifyDepth;
        this.signatures = signatures;
        this.clock = clock;
        anchors.forEach(anchor -> trusted.add(new TrustAnchor(anchor, null)));
    }

    /**
     * Finds the path of a chain.
     *
     * @param chain the client's certificate first; the others in any order, as TLS 1.3 allows
     * @throws GeneralSecurityException when there is none; a {@link CertPathValidatorException} with a reason where a
     *     certificate is out of date
     */
    VerifiedPath verify(List<X509Certificate> chain) throws GeneralSecurityException {
        X509Certificate client = chain.get(0);
        if (chain.stream().skip(1).filter(issuer -> !anchors.contains(issuer)).count() > verifyDepth) {
            throw new CertPathValidatorException("more intermediates than verifyDepth " + verifyDepth);
        }
        if (anchors.contains(client)) {
            client.checkValidity(Date.from(clock.instant()));
            return new VerifiedPath(
                    List.of(),
                    client.getNotBefore().toInstant(),
                    client.getNotAfter().toInstant());
        }
        try {
            return validated(inOrder(chain));
        } catch (CertPathValidatorException e) {
            if (ClientTrust.outOfDate(e) || chain.size() == 1) {
                throw e;
            }
            return built(chain);
        }
    }

    /** The chain up to the first certificate that needs no verification. */
    private List<X509Certificate> inOrder(List<X509Certificate> chain) {
        int end = 1;
        while (end < chain.size() && !anchors.contains(chain.get(end))) {
            end++;
        }
        return chain.subList(0, end);
    }

    private VerifiedPath validated(List<X509Certificate> ordered) throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(trusted);
        restrict(parameters, ordered);
        PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(ordered), parameters);
        return path(ordered, result.getTrustAnchor().getTrustedCert());
    }

    /** For chains that are out of order, or carry certificates that belong to no path. */
    private VerifiedPath built(List<X509Certificate> chain) throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(chain.get(0));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, target);
        restrict(parameters, chain);
        parameters.setMaxPathLength(verifyDepth);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        try {
            PKIXCertPathBuilderResult result = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            List<X509Certificate> ordered = new ArrayList<>();
            for (Certificate certificate : result.getCertPath().getCertificates()) {
                ordered.add((X509Certificate) certificate);
            }
            return path(ordered, result.getTrustAnchor().getTrustedCert());
        } catch (CertPathBuilderException e) {
            throw new CertPathValidatorException("no path to a CA of caFile", e);
        }
    }

    private void restrict(PKIXParameters parameters, List<X509Certificate> chain) {
        signatures.use(parameters, chain);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(clock.instant()));
    }

    private static VerifiedPath path(List<X509Certificate> ordered, X509Certificate anchor) {
        List<IssuedCertificate> issued = new ArrayList<>();
        Instant notBefore = Instant.MIN;
        Instant notAfter = Instant.MAX;
        for (int i = 0; i < ordered.size(); i++) {
            X509Certificate certificate = ordered.get(i);
            issued.add(IssuedCertificate.of(certificate, i + 1 < ordered.size() ? ordered.get(i + 1) : anchor));
            Instant from = certificate.getNotBefore().toInstant();
            Instant to = certificate.getNotAfter().toInstant();
            notBefore = from.isAfter(notBefore) ? from : notBefore;
            notAfter = to.isBefore(notAfter) ? to : notAfter;
        }
        return new VerifiedPath(issued, notBefore, notAfter);
    }
}
