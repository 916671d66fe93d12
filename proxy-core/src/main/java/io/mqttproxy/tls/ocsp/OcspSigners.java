package io.mqttproxy.tls.ocsp;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Who may sign replies about the certificates of a CA (RFC 6960 section 4.2.2.2): the CA itself, or somebody to whom it has
 * issued a certificate for that. Nobody else, whatever path a signer has.
 */
final class OcspSigners {

    private final X509Certificate issuer;
    private final Instant now;

    /** @param issuer the CA whose certificates are asked about */
    OcspSigners(X509Certificate issuer, Instant now) {
        this.issuer = issuer;
        this.now = now;
    }

    void requireSignature(BasicOCSPResp basic) throws OcspException {
        if (signedWith(basic, issuer.getPublicKey())) {
            return;
        }
        for (X509CertificateHolder holder : basic.getCerts()) {
            if (isDelegate(holder, basic)) {
                return;
            }
        }
        throw new OcspException("nobody whom the CA has authorised has signed the answer");
    }

    private boolean isDelegate(X509CertificateHolder holder, BasicOCSPResp basic) {
        try {
            X509Certificate delegate = new JcaX509CertificateConverter().getCertificate(holder);
            @Nullable List<String> usages = delegate.getExtendedKeyUsage();
            if (usages == null || !usages.contains(KeyPurposeId.id_kp_OCSPSigning.getId())) {
                return false;
            }
            delegate.checkValidity(Date.from(now));
            delegate.verify(issuer.getPublicKey());
            // A name that nobody vouches for is not compared: a hostile one can make that take long.
            return delegate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    && signedWith(basic, delegate.getPublicKey());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean signedWith(BasicOCSPResp basic, PublicKey key) {
        try {
            return basic.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
        } catch (OCSPException | OperatorCreationException | RuntimeException e) {
            return false; // an algorithm that the key has not, or that nobody here knows
        }
    }
}
