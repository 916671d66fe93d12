package io.mqttproxy.tls.stapling;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;

/** Verifies an OCSP response as a careful client would (RFC 6960 section 3.2), so that no client ever gets a bad one. */
final class OcspAnswer {

    /** By how much clocks may differ. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final OcspQuestion question;
    private final Instant now;

    OcspAnswer(OcspQuestion question, Instant now) {
        this.question = question;
        this.now = now;
    }

    /**
     * Verifies a response.
     *
     * @param der as it came from the responder
     * @throws StapleException when it is not well formed, not signed by whom it should be, about another certificate, out of
     *     date, or says anything but "good"
     */
    Staple staple(byte[] der) throws StapleException {
        try {
            OCSPResp response = new OCSPResp(der);
            if (response.getStatus() != OCSPResp.SUCCESSFUL) {
                throw new StapleException("the responder refuses with status " + response.getStatus());
            }
            if (!(response.getResponseObject() instanceof BasicOCSPResp basic)) {
                throw new StapleException("not a basic OCSP response");
            }
            requireSignature(basic);
            // Encoded anew, as the signature was checked: BouncyCastle reads more leniently than clients do.
            OCSPResp checked = new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, basic);
            return staple(checked.getEncoded(), single(basic));
        } catch (IOException | OCSPException e) {
            throw new StapleException("not an OCSP response: " + e.getMessage());
        } catch (OperatorCreationException | CertificateException | CertException e) {
            throw new StapleException("the signature cannot be checked: " + e.getMessage());
        } catch (RuntimeException e) {
            // BouncyCastle reports some damaged ASN.1 with unchecked exceptions of several kinds.
            throw new StapleException("not an OCSP response: " + e.getClass().getSimpleName());
        }
    }

    private void requireSignature(BasicOCSPResp basic)
            throws StapleException, OCSPException, OperatorCreationException, CertificateException, CertException {
        if (signedBy(question.issuer(), basic)) {
            return;
        }
        for (X509CertificateHolder candidate : basic.getCerts()) {
            if (delegated(candidate) && signedBy(candidate, basic)) {
                return;
            }
        }
        throw new StapleException("not signed by the issuer or on its behalf");
    }

    private static boolean signedBy(X509CertificateHolder signer, BasicOCSPResp basic)
            throws OperatorCreationException, CertificateException {
        try {
            return basic.isSignatureValid(new JcaContentVerifierProviderBuilder().build(signer));
        } catch (OCSPException e) {
            return false; // the key is of another kind than the signature
        }
    }

    /** RFC 6960 section 4.2.2.2: issued by the same CA, and made for this. */
    private boolean delegated(X509CertificateHolder candidate)
            throws OperatorCreationException, CertificateException, CertException {
        @Nullable ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(candidate.getExtensions());
        return usage != null
                && usage.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning)
                && candidate.isValidOn(Date.from(now))
                && candidate.getIssuer().equals(question.issuer().getSubject())
                && candidate.isSignatureValid(new JcaContentVerifierProviderBuilder().build(question.issuer()));
    }

    private SingleResp single(BasicOCSPResp basic) throws StapleException {
        for (SingleResp single : basic.getResponses()) {
            if (sameCertificate(single.getCertID(), question.id())) {
                return single;
            }
        }
        throw new StapleException("an answer about another certificate");
    }

    /** Without the parameters of the algorithm, which some responders leave out. */
    private static boolean sameCertificate(CertificateID one, CertificateID other) {
        return one.getHashAlgOID().equals(other.getHashAlgOID())
                && one.getSerialNumber().equals(other.getSerialNumber())
                && Arrays.equals(one.getIssuerNameHash(), other.getIssuerNameHash())
                && Arrays.equals(one.getIssuerKeyHash(), other.getIssuerKeyHash());
    }

    private Staple staple(byte[] der, SingleResp single) throws StapleException {
        if (single.getCertStatus() instanceof RevokedStatus) {
            throw new RevokedException();
        }
        if (single.getCertStatus() != CertificateStatus.GOOD) {
            throw new StapleException("the responder does not know the certificate");
        }
        if (single.getThisUpdate().toInstant().isAfter(now.plus(SKEW))) {
            throw new StapleException(
                    "the answer is from the future, " + single.getThisUpdate().toInstant());
        }
        @Nullable Date next = single.getNextUpdate();
        if (next == null) {
            return Staple.withoutEnd(der, now);
        }
        if (!now.isBefore(next.toInstant())) {
            throw new StapleException("the answer was good until " + next.toInstant() + " only");
        }
        return new Staple(der, now, next.toInstant());
    }
}
