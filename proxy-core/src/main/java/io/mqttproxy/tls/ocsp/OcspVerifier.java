package io.mqttproxy.tls.ocsp;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the bytes of a responder are worth (RFC 6960 section 3.2): right certificate, signed by the CA itself or by
 * somebody whom it has authorised, to this question, of now. Pure.
 */
final class OcspVerifier {

    /** How far the clocks of a responder and of this machine may be apart. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final OcspQuestion question;
    private final Instant now;

    /** @param now when the reply came */
    OcspVerifier(OcspQuestion question, Instant now) {
        this.question = question;
        this.now = now;
    }

    /** Reads and verifies. */
    OcspReply verify(byte[] der) throws OcspException {
        try {
            BasicOCSPResp basic = basic(new OCSPResp(der));
            new OcspSigners(question.issuer(), now).requireSignature(basic);
            boolean repeatsNonce = repeatsNonce(basic);
            SingleResp single = single(basic);
            return new OcspReply(
                    status(single), thisUpdate(single), nextUpdate(single), repeatsNonce, encodedAsChecked(basic));
        } catch (IOException | OCSPException | RuntimeException e) {
            throw new OcspException("not an answer that can be read"); // BouncyCastle's exceptions are of many kinds
        }
    }

    private static BasicOCSPResp basic(OCSPResp response) throws OcspException, OCSPException {
        if (response.getStatus() != OCSPResp.SUCCESSFUL) {
            throw new OcspException("the responder refuses with status " + response.getStatus());
        }
        if (!(response.getResponseObject() instanceof BasicOCSPResp basic)) {
            throw new OcspException("the answer is of no known kind");
        }
        return basic;
    }

    /** One that nobody has asked for does no harm; one that is not ours belongs to somebody else's question. */
    private boolean repeatsNonce(BasicOCSPResp basic) throws OcspException {
        requireNothingCritical(basic.getCriticalExtensionOIDs().isEmpty());
        @Nullable Extension asked = question.nonce();
        @Nullable Extension nonce = basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (asked == null || nonce == null) {
            return false;
        }
        if (!Arrays.equals(
                nonce.getExtnValue().getOctets(), asked.getExtnValue().getOctets())) {
            throw new OcspException("the answer is to another request");
        }
        return true;
    }

    private SingleResp single(BasicOCSPResp basic) throws OcspException {
        for (SingleResp single : basic.getResponses()) {
            if (question.isAbout(single.getCertID())) {
                requireNothingCritical(single.getCriticalExtensionOIDs().isEmpty());
                return single;
            }
        }
        throw new OcspException("the answer is about another certificate");
    }

    /** They would change what the rest means, and none is known here. */
    private static void requireNothingCritical(boolean nothing) throws OcspException {
        if (!nothing) {
            throw new OcspException("the answer has critical extensions");
        }
    }

    private static OcspStatus status(SingleResp single) {
        CertificateStatus status = single.getCertStatus();
        if (status == CertificateStatus.GOOD) {
            return OcspStatus.GOOD;
        }
        return status instanceof RevokedStatus ? OcspStatus.REVOKED : OcspStatus.UNKNOWN;
    }

    private Instant thisUpdate(SingleResp single) throws OcspException {
        Instant from = single.getThisUpdate().toInstant();
        if (from.isAfter(now.plus(CLOCK_SKEW))) {
            throw new OcspException("the answer is from the future, " + from);
        }
        return from;
    }

    private @Nullable Instant nextUpdate(SingleResp single) throws OcspException {
        @Nullable Date next = single.getNextUpdate();
        if (next == null) {
            return null;
        }
        return current(next.toInstant(), now);
    }

    /**
     * Requires that a reply has not ended.
     *
     * @return the end
     */
    static Instant current(Instant end, Instant now) throws OcspException {
        if (now.isAfter(end.plus(CLOCK_SKEW))) {
            throw new OcspException("the answer was good until " + end + " only");
        }
        return end;
    }

    /** Not as it came: BouncyCastle reads more than DER, and has checked the signature over the DER of what it read. */
    private static byte[] encodedAsChecked(BasicOCSPResp basic) throws IOException, OCSPException {
        return new OCSPRespBuilder().build(OCSPResp.SUCCESSFUL, basic).getEncoded();
    }
}
