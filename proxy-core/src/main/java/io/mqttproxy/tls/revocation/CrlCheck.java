package io.mqttproxy.tls.revocation;

import io.mqttproxy.config.CrlConfig.WhenExpired;
import java.time.Instant;
import java.util.List;

/**
 * Holds a path against CRLs.
 *
 * <p>The rules: what any CRL revokes is revoked, however old the CRL. The client's own certificate needs a CRL of its
 * issuer. A CA's certificate is held against a CRL where there is one. A CRL that is past its date, or not yet valid, is
 * worth what the policy says.
 */
record CrlCheck(WhenExpired whenExpired) {

    /**
     * Checks a path.
     *
     * @param path the client's certificate first
     */
    Verdict check(List<IssuedCertificate> path, CrlIndex index, Instant now) {
        Verdict verdict = Verdict.GOOD;
        for (int i = 0; i < path.size(); i++) {
            Verdict one = check(path.get(i), i > 0, index, now);
            if (one.status() == Verdict.Status.REVOKED) {
                return one;
            }
            if (verdict.status() == Verdict.Status.GOOD) {
                verdict = one;
            }
        }
        return verdict;
    }

    private Verdict check(IssuedCertificate certificate, boolean authority, CrlIndex index, Instant now) {
        List<Crl> crls = index.of(certificate.issuer()).stream()
                .filter(crl -> crl.scope().covers(certificate, authority))
                .toList();
        if (crls.stream().anyMatch(crl -> crl.revokes(certificate.serial()))) {
            return Verdict.revoked(certificate.describe() + " is revoked");
        }
        if (crls.isEmpty()) {
            return authority ? Verdict.GOOD : Verdict.unknown("no CRL for " + certificate.describe());
        }
        if (whenExpired == WhenExpired.REJECT && crls.stream().noneMatch(crl -> crl.currentAt(now))) {
            return Verdict.unknown("the CRL for " + certificate.describe() + " is past its date");
        }
        return Verdict.GOOD;
    }
}
