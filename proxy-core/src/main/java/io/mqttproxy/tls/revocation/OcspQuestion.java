package io.mqttproxy.tls.revocation;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * A request about one certificate (RFC 6960 section 4.1), without a signature and with a nonce.
 *
 * @param certificate whom it is about
 * @param id the same as the responder knows it: by SHA-1, which every responder knows, and which identifies only
 * @param nonce what a fresh answer repeats, if the responder does that at all
 * @param request what is sent
 */
record OcspQuestion(IssuedCertificate certificate, CertificateID id, Extension nonce, OCSPReq request) {

    private static final int NONCE_BYTES = 16;

    /** Makes the request. */
    static OcspQuestion about(IssuedCertificate certificate, SecureRandom random) throws OcspException {
        try {
            CertificateID id = new CertificateID(
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                    new JcaX509CertificateHolder(certificate.issuer()),
                    certificate.serial());
            byte[] bytes = new byte[NONCE_BYTES];
            random.nextBytes(bytes);
            Extension nonce = new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(bytes).getEncoded());
            OCSPReq request = new OCSPReqBuilder()
                    .addRequest(id)
                    .setRequestExtensions(new Extensions(nonce))
                    .build();
            return new OcspQuestion(certificate, id, nonce, request);
        } catch (OCSPException | OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new OcspException("no request can be made: " + e.getMessage());
        }
    }

    /** The request in DER. */
    byte[] encoded() throws OcspException {
        try {
            return request.getEncoded();
        } catch (IOException e) {
            throw new OcspException("no request can be made: " + e.getMessage());
        }
    }

    /** Whether an answer is about the same certificate; the encoding of the digest's parameters does not matter. */
    boolean isAbout(CertificateID other) {
        return id.getHashAlgOID().equals(other.getHashAlgOID())
                && Arrays.equals(id.getIssuerNameHash(), other.getIssuerNameHash())
                && Arrays.equals(id.getIssuerKeyHash(), other.getIssuerKeyHash())
                && id.getSerialNumber().equals(other.getSerialNumber());
    }
}
