package io.mqttproxy.tls;

import io.mqttproxy.tls.revocation.IssuedCertificate;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies chains and tells the path that it went: signatures first, from the trusted CAs downwards, then the JDK's PKIX
 * algorithm (RFC 5280 section 6) over what a CA has vouched for. Revocation is not its business. Thread-safe.
 */
final class PathVerifier {

    private final Set<X509Certificate> anchors;
    private final PathFinder finder;
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
        this.finder = new PathFinder(anchors, signatures::verifies);
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
        refuse(ClientUsage.objectionToAuthority(client));
        return firstValid(finder.find(chain));
    }

    private static void refuse(@Nullable String objection) throws CertPathValidatorException {
        if (objection != null) {
            throw new CertPathValidatorException(objection);
        }
    }

    private VerifiedPath firstValid(List<List<X509Certificate>> candidates) throws GeneralSecurityException {
        @Nullable GeneralSecurityException refusal = null;
        for (List<X509Certificate> candidate : candidates) {
            try {
                return validated(candidate);
            } catch (GeneralSecurityException e) {
                refusal = refusal == null ? e : refusal;
            }
        }
        throw refusal == null ? new CertPathValidatorException("no path to a CA of caFile") : refusal;
    }

    /**
     * Everything that is not a name or a signature: dates, path lengths, name constraints, policies. The signatures are not
     * verified a second time: the JDK's certificates remember by which key they were.
     */
    private VerifiedPath validated(List<X509Certificate> candidate) throws GeneralSecurityException {
        List<X509Certificate> ordered = candidate.subList(0, candidate.size() - 1);
        X509Certificate anchor = candidate.get(candidate.size() - 1);
        for (X509Certificate certificate : ordered) {
            refuse(SignatureStrength.weakness(certificate));
        }
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
        signatures.use(parameters, ordered);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(clock.instant()));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(ordered), parameters);
        return path(ordered, anchor);
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
