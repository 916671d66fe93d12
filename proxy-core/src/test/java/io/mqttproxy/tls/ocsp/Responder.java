package io.mqttproxy.tls.ocsp;

import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestCertificate;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** Makes OCSP responses, right and wrong ones. Immutable. */
public final class Responder {

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final X509CertificateHolder[] enclosed;
    private final @Nullable Extension aboutAll;
    private final @Nullable Extension aboutOne;

    private Responder(
            PrivateKey key,
            X509Certificate certificate,
            X509CertificateHolder[] enclosed,
            @Nullable Extension aboutAll,
            @Nullable Extension aboutOne) {
        this.key = key;
        this.certificate = certificate;
        this.enclosed = enclosed;
        this.aboutAll = aboutAll;
        this.aboutOne = aboutOne;
    }

    /** One that signs with the CA's own key. */
    public static Responder of(TestAuthority authority) {
        return new Responder(authority.privateKey(), authority.certificate(), new X509CertificateHolder[0], null, null);
    }

    /** One that encloses its certificate. */
    static Responder of(TestCertificate delegate) throws Exception {
        return of(delegate.privateKey(), delegate.certificate());
    }

    /** One that encloses its certificate. */
    static Responder of(PrivateKey key, X509Certificate delegate) throws Exception {
        X509CertificateHolder[] enclosed = {new JcaX509CertificateHolder(delegate)};
        return new Responder(key, delegate, enclosed, null, null);
    }

    /** The same with this extension in its answers, such as a nonce. */
    Responder with(@Nullable Extension extension) {
        return new Responder(key, certificate, enclosed, extension, aboutOne);
    }

    /** The same with this extension in what it says about a single certificate. */
    Responder withSingle(Extension extension) {
        return new Responder(key, certificate, enclosed, aboutAll, extension);
    }

    /** An answer as it is sent; without nextUpdate where that is null, and good where the status is null. */
    public byte[] answer(
            OcspQuestion question, @Nullable CertificateStatus status, Instant thisUpdate, @Nullable Instant nextUpdate)
            throws Exception {
        DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(
                SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded()),
                digests.get(CertificateID.HASH_SHA1));
        builder.addResponse(
                question.id(),
                status,
                Date.from(thisUpdate),
                nextUpdate == null ? null : Date.from(nextUpdate),
                aboutOne == null ? null : new Extensions(aboutOne));
        if (aboutAll != null) {
            builder.setResponseExtensions(new Extensions(aboutAll));
        }
        String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        BasicOCSPResp basic =
                builder.build(new JcaContentSignerBuilder(algorithm).build(key), enclosed, Date.from(thisUpdate));
        return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, basic).getEncoded();
    }

    /** A refusal, which is not signed. */
    static byte[] refusal() throws Exception {
        return new OCSPRespBuilder().build(OCSPResp.TRY_LATER, null).getEncoded();
    }
}
