package io.mqttproxy.tls.revocation;

import io.mqttproxy.tls.ocsp.OcspLocations;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate of a verified path, reduced to what finds out about its revocation: small, because many are kept.
 *
 * @param serial its serial number, which means something together with the issuer only
 * @param issuer the CA certificate whose key has signed it; one object for all that it issued
 * @param authority whether it says that it is a CA's (RFC 5280 section 4.2.1.9)
 * @param crlLocations the URIs of its CRL distribution points (RFC 5280 section 4.2.1.13)
 * @param ocspLocations the URIs of its OCSP responders (RFC 5280 section 4.2.2.1)
 */
public record IssuedCertificate(
        BigInteger serial,
        X509Certificate issuer,
        boolean authority,
        List<String> crlLocations,
        List<String> ocspLocations) {

    public IssuedCertificate {
        crlLocations = List.copyOf(crlLocations);
        ocspLocations = List.copyOf(ocspLocations);
    }

    /**
     * Reduces a certificate.
     *
     * @param issuer the next one of its verified path
     */
    public static IssuedCertificate of(X509Certificate certificate, X509Certificate issuer) {
        return new IssuedCertificate(
                certificate.getSerialNumber(),
                issuer,
                certificate.getBasicConstraints() >= 0,
                CrlLocations.of(certificate),
                OcspLocations.of(certificate));
    }

    /** With other objects in place of equal ones, so that many certificates can have them in common. */
    public IssuedCertificate locations(List<String> crls, List<String> responders) {
        return new IssuedCertificate(serial, issuer, authority, crls, responders);
    }

    /** For a log: the serial in hexadecimal and the issuer's name. */
    String describe() {
        return "serial " + serial.toString(16) + " of " + issuer.getSubjectX500Principal();
    }
}
