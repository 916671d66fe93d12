package io.mqttproxy.tls.revocation;

import io.mqttproxy.config.CrlConfig.WhenExpired;
import java.time.Instant;
import java.util.List;

/**
 * Holds a path against CRLs.
 *
 * <p>The rules: what any CRL revokes is revoked, however old the CRL. The client's own certificate needs a CRL of its
 * issuer. A CA's certificate is held against a CRL where there is one, and needs one when it says where to fetch it and that
 * is done. Which CRLs speak for a certificate is decided by what it is, not by where it stands (RFC 5280 section 5.2.5). A CRL that is past its date, not yet valid, or not yet fetched, is worth what the policy says.
 *
 * @param whenExpired the policy
 * @param fetching whether CRLs are fetched from distribution points
 */
record CrlCheck(WhenExpired whenExpired, boolean fetching) {

    /**
     * Checks a path.
     *
     * @param path the client's certificate first
     */
    Verdict check(List<IssuedCertificate> path, CrlSource source, Instant now) {
        Verdict verdict = Verdict.GOOD;
        for (int i = 0; i < path.size(); i++) {
            Verdict one = check(path.get(i), i == 0, source, now);
            if (one.status() == Verdict.Status.REVOKED) {
                return one;
            }
            if (verdict.status() == Verdict.Status.GOOD) {
                verdict = one;
            }
        }
        return verdict;
    }

    /** Whether a CRL revokes a certificate of the path; nothing that a CRL does not say makes a difference. */
    static boolean revokes(List<IssuedCertificate> path, CrlSource source) {
        return path.stream().anyMatch(certificate -> revokes(covering(certificate, source), certificate));
    }

    private static boolean revokes(List<Crl> crls, IssuedCertificate certificate) {
        return crls.stream().anyMatch(crl -> crl.revokes(certificate.serial()));
    }

    private static List<Crl> covering(IssuedCertificate certificate, CrlSource source) {
        return source.of(certificate.issuer()).stream()
                .filter(crl -> crl.scope().covers(certificate))
                .toList();
    }

    private Verdict check(IssuedCertificate certificate, boolean own, CrlSource source, Instant now) {
        List<Crl> crls = covering(certificate, source);
        if (revokes(crls, certificate)) {
            return Verdict.revoked(certificate.describe() + " is revoked");
        }
        if (crls.isEmpty()) {
            return withoutCrl(certificate, own);
        }
        if (whenExpired == WhenExpired.REJECT && crls.stream().noneMatch(crl -> crl.currentAt(now))) {
            return Verdict.unknown("the CRL for " + certificate.describe() + " is past its date");
        }
        return Verdict.GOOD;
    }

    private Verdict withoutCrl(IssuedCertificate certificate, boolean own) {
        boolean awaited = fetching && !certificate.crlLocations().isEmpty();
        if (awaited ? whenExpired == WhenExpired.ACCEPT : !own) {
            return Verdict.GOOD;
        }
        return Verdict.unknown("no CRL for " + certificate.describe() + (awaited ? " yet" : ""));
    }
}
