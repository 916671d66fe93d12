package io.mqttproxy.tls.ocsp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A request about one certificate (RFC 6960 section 4.1), without a signature. The certificate is named by SHA-1, which every
 * responder knows (RFC 5019 section 2.1.1) and which identifies only. Immutable.
 */
public final class OcspQuestion {

    private static final int NONCE_BYTES = 16;

    private final X509Certificate issuer;
    private final CertificateID id;
    private final @Nullable Extension nonce;
    private final byte[] encoded;

    private OcspQuestion(X509Certificate issuer, BigInteger serial, @Nullable Extension nonce)
            throws OCSPException, OperatorCreationException, GeneralSecurityException, IOException {
        this.issuer = issuer;
        this.id = new CertificateID(
                new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                new JcaX509CertificateHolder(issuer),
                serial);
        this.nonce = nonce;
        OCSPReqBuilder request = new OCSPReqBuilder().addRequest(id);
        if (nonce != null) {
            request.setRequestExtensions(new Extensions(nonce));
        }
        this.encoded = request.build().getEncoded();
    }

    /**
     * Asks for a reply of this moment (RFC 6960 section 4.4.1), which some responders give and others answer from what they
     * have.
     *
     * @param issuer whose key has signed the certificate
     * @param serial the certificate's serial number
     * @throws OcspException when the certificate has no name in OCSP
     */
    public static OcspQuestion withNonce(X509Certificate issuer, BigInteger serial, SecureRandom random)
            throws OcspException {
        try {
            byte[] bytes = new byte[NONCE_BYTES];
            random.nextBytes(bytes);
            Extension nonce = new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(bytes).getEncoded());
            return new OcspQuestion(issuer, serial, nonce);
        } catch (OCSPException | OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new OcspException("no request can be made: " + e.getMessage());
        }
    }

    /** Asks for any reply that still counts (RFC 5019), which is what responders and their caches are made for. */
    public static OcspQuestion withoutNonce(X509Certificate issuer, BigInteger serial) throws OcspException {
        try {
            return new OcspQuestion(issuer, serial, null);
        } catch (OCSPException | OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new OcspException("no request can be made: " + e.getMessage());
        }
    }

    /**
     * Verifies what came back.
     *
     * @param der as it came from the responder
     * @param now when it came
     * @throws OcspException when it is not well formed, not signed by whom it should be, about another certificate, to another
     *     question, or not of now
     */
    public OcspReply verify(byte[] der, Instant now) throws OcspException {
        return new OcspVerifier(this, now).verify(der);
    }

    /** The request in DER, which nobody changes. */
    byte[] encoded() {
        return encoded;
    }

    X509Certificate issuer() {
        return issuer;
    }

    CertificateID id() {
        return id;
    }

    /** What a reply of this moment repeats; null when nothing was asked for. */
    @Nullable Extension nonce() {
        return nonce;
    }

    /** Whether a reply is about the same certificate; the encoding of the digest's parameters does not matter. */
    boolean isAbout(CertificateID other) {
        return id.getHashAlgOID().equals(other.getHashAlgOID())
                && Arrays.equals(id.getIssuerNameHash(), other.getIssuerNameHash())
                && Arrays.equals(id.getIssuerKeyHash(), other.getIssuerKeyHash())
                && id.getSerialNumber().equals(other.getSerialNumber());
    }
}
