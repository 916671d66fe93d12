package io.mqttproxy.tls.stapling;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about one of our certificates, and where: RFC 6960 as narrowed by RFC 5019, with SHA-1 as the name of the
 * certificate and without a nonce, which is what responders and their caches are made for.
 *
 * @param responder an {@code http} address
 * @param issuer who issued the certificate
 * @param id the certificate's name in OCSP
 */
record OcspQuestion(URI responder, X509CertificateHolder issuer, CertificateID id) {

    /**
     * Makes the question about the first certificate of a chain.
     *
     * @throws StapleException when the chain does not tell the issuer or the responder
     */
    static OcspQuestion about(List<X509Certificate> chain) throws StapleException {
        if (chain.size() < 2) {
            throw new StapleException("the issuer is not in the file (expected: the issuer behind the certificate)");
        }
        try {
            X509CertificateHolder issuer = new JcaX509CertificateHolder(chain.get(1));
            CertificateID id = new CertificateID(
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                    issuer,
                    chain.get(0).getSerialNumber());
            return new OcspQuestion(responder(chain.get(0)), issuer, id);
        } catch (OCSPException | OperatorCreationException | CertificateEncodingException e) {
            throw new StapleException("the certificate has no name in OCSP: " + e.getMessage());
        }
    }

    /** The request in DER. */
    byte[] request() {
        try {
            return new OCSPReqBuilder().addRequest(id).build().getEncoded();
        } catch (OCSPException | IOException e) {
            throw new IllegalStateException("a request of one certificate cannot be encoded", e);
        }
    }

    private static URI responder(X509Certificate certificate) throws StapleException {
        byte @Nullable [] extension = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
        if (extension == null) {
            throw noResponder();
        }
        try {
            AuthorityInformationAccess access = AuthorityInformationAccess.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets());
            for (AccessDescription description : access.getAccessDescriptions()) {
                GeneralName location = description.getAccessLocation();
                if (description.getAccessMethod().equals(AccessDescription.id_ad_ocsp)
                        && location.getTagNo() == GeneralName.uniformResourceIdentifier) {
                    URI uri = new URI(location.getName().toString());
                    if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                        return uri;
                    }
                }
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw noResponder();
        }
        throw noResponder();
    }

    private static StapleException noResponder() {
        return new StapleException(
                "the certificate names no OCSP responder (expected: an http address in authorityInfoAccess)");
    }
}
