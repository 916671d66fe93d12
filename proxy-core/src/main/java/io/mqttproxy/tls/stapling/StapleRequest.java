package io.mqttproxy.tls.stapling;

import io.mqttproxy.tls.ocsp.OcspException;
import io.mqttproxy.tls.ocsp.OcspLocations;
import io.mqttproxy.tls.ocsp.OcspQuestion;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What is asked about one of our certificates, and where. Without a nonce: a staple is shown to many clients, so that nothing
 * is gained by one that was made for us.
 *
 * @param responder an {@code http} address
 * @param question about the certificate
 */
record StapleRequest(URI responder, OcspQuestion question) {

    /**
     * Makes the request about the first certificate of a chain.
     *
     * @throws StapleException when the chain does not tell the issuer or the responder
     * @throws OcspException when the certificate has no name in OCSP
     */
    static StapleRequest about(List<X509Certificate> chain) throws StapleException, OcspException {
        if (chain.size() < 2) {
            throw new StapleException("the issuer is not in the file (expected: the issuer behind the certificate)");
        }
        X509Certificate certificate = chain.get(0);
        URI responder = OcspLocations.responder(OcspLocations.of(certificate))
                .orElseThrow(() -> new StapleException("the certificate names no OCSP responder"
                        + " (expected: an http address in authorityInfoAccess)"));
        return new StapleRequest(responder, OcspQuestion.withoutNonce(chain.get(1), certificate.getSerialNumber()));
    }
}
