package io.mqttproxy.tls.revocation;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the bytes of a responder are worth (RFC 6960 section 3.2): right certificate, signed by the CA itself or by
 * somebody whom it has authorised, recent. Pure.
 */
final class OcspReply {

    /** How far the clocks of a responder and of this machine may be apart. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** An answer that is out of date as soon as it is given is still used for the handshake that asked. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final OcspQuestion question;
    private final Instant now;
    private final Duration cache;

    /**
     * @param now when the answer came
     * @param cache the longest that it is used
     */
    OcspReply(OcspQuestion question, Instant now, Duration cache) {
        this.question = question;
        this.now = now;
        this.cache = cache;
    }

    /** Reads and verifies. */
    OcspAnswer read(byte[] der) throws OcspException {
        try {
            OCSPResp response = new OCSPResp(der);
            if (response.getStatus() != OCSPResp.SUCCESSFUL) {
                throw new OcspException("the responder answers with status " + response.getStatus());
            }
            if (!(response.getResponseObject() instanceof BasicOCSPResp basic)) {
                throw new OcspException("the answer is of no known kind");
            }
            requireAuthorised(basic);
            boolean repeatsNonce = repeatsNonce(basic);
            return answer(find(basic.getResponses()), repeatsNonce);
        } catch (IOException | OCSPException | RuntimeException e) {
            throw new OcspException("not an answer that can be read"); // BouncyCastle's exceptions are of many kinds
        }
    }

    private void requireAuthorised(BasicOCSPResp basic) throws OcspException {
        if (signedWith(basic, question.certificate().issuer().getPublicKey())) {
            return;
        }
        for (X509CertificateHolder holder : basic.getCerts()) {
            if (isDelegate(holder, basic)) {
                return;
            }
        }
        throw new OcspException("nobody whom the CA has authorised has signed the answer");
    }

    /** RFC 6960 section 4.2.2.2: issued by the CA itself, and for this purpose. */
    private boolean isDelegate(X509CertificateHolder holder, BasicOCSPResp basic) {
        try {
            X509Certificate issuer = question.certificate().issuer();
            X509Certificate delegate = new JcaX509CertificateConverter().getCertificate(holder);
            @Nullable List<String> usages = delegate.getExtendedKeyUsage();
            if (usages == null
                    || !usages.contains(KeyPurposeId.id_kp_OCSPSigning.getId())
                    || !delegate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                return false;
            }
            delegate.checkValidity(Date.from(now));
            delegate.verify(issuer.getPublicKey());
            return signedWith(basic, delegate.getPublicKey());
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

    private boolean repeatsNonce(BasicOCSPResp basic) throws OcspException {
        if (!basic.getCriticalExtensionOIDs().isEmpty()) {
            throw new OcspException("the answer has critical extensions");
        }
        @Nullable Extension nonce = basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (nonce == null) {
            return false;
        }
        if (!Arrays.equals(
                nonce.getExtnValue().getOctets(),
                question.nonce().getExtnValue().getOctets())) {
            throw new OcspException("the answer is to another request");
        }
        return true;
    }

    private SingleResp find(SingleResp[] singles) throws OcspException {
        for (SingleResp single : singles) {
            if (question.isAbout(single.getCertID())
                    && single.getCriticalExtensionOIDs().isEmpty()) {
                return single;
            }
        }
        throw new OcspException("the answer is about another certificate");
    }

    private OcspAnswer answer(SingleResp single, boolean repeatsNonce) throws OcspException {
        Instant thisUpdate = single.getThisUpdate().toInstant();
        @Nullable Date next = single.getNextUpdate();
        if (thisUpdate.isAfter(now.plus(CLOCK_SKEW))) {
            throw new OcspException("the answer is from the future");
        }
        // Without a nextUpdate the responder always has newer information (RFC 6960 section 4.2.2.1).
        Instant end = next != null ? next.toInstant() : repeatsNonce ? now.plus(cache) : thisUpdate.plus(cache);
        if (now.isAfter(end.plus(CLOCK_SKEW))) {
            throw new OcspException("the answer is past its date");
        }
        Instant longest = now.plus(cache);
        Instant freshUntil = end.isBefore(longest) ? end : longest;
        Instant least = now.plus(LEAST);
        return new OcspAnswer(status(single), detail(single), freshUntil.isBefore(least) ? least : freshUntil);
    }

    private static Verdict.Status status(SingleResp single) {
        CertificateStatus status = single.getCertStatus();
        if (status == CertificateStatus.GOOD) {
            return Verdict.Status.GOOD;
        }
        return status instanceof RevokedStatus ? Verdict.Status.REVOKED : Verdict.Status.UNKNOWN;
    }

    private static String detail(SingleResp single) {
        return status(single) == Verdict.Status.UNKNOWN ? "the responder does not know it" : "";
    }
}
