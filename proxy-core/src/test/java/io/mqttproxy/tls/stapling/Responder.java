package io.mqttproxy.tls.stapling;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestCertificate;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** Makes OCSP responses, right and wrong ones. */
final class Responder {

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final X509CertificateHolder[] enclosed;

    private Responder(PrivateKey key, X509Certificate certificate, X509CertificateHolder... enclosed) {
        this.key = key;
        this.certificate = certificate;
        this.enclosed = enclosed;
    }

    static Responder of(TestAuthority authority) {
        return new Responder(authority.privateKey(), authority.certificate());
    }

    /** One that encloses its certificate. */
    static Responder of(TestCertificate delegate) throws Exception {
        return new Responder(
                delegate.privateKey(), delegate.certificate(), new JcaX509CertificateHolder(delegate.certificate()));
    }

    /** A server certificate with this OCSP responder in it. */
    static CertificateSpec server(String responder) {
        AuthorityInformationAccess access = new AuthorityInformationAccess(
                AccessDescription.id_ad_ocsp, new GeneralName(GeneralName.uniformResourceIdentifier, responder));
        try {
            return CertificateSpec.server()
                    .extension(new Extension(Extension.authorityInfoAccess, false, access.getEncoded()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] answer(
            CertificateID id, @Nullable CertificateStatus status, Instant thisUpdate, @Nullable Instant nextUpdate)
            throws Exception {
        DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(
                SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded()),
                digests.get(CertificateID.HASH_SHA1));
        builder.addResponse(id, status, Date.from(thisUpdate), nextUpdate == null ? null : Date.from(nextUpdate), null);
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(
                                new JcaContentSignerBuilder(
                                                key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA")
                                        .build(key),
                                enclosed,
                                Date.from(thisUpdate)))
                .getEncoded();
    }

    /** A refusal, which is not signed. */
    static byte[] refusal() throws Exception {
        return new OCSPRespBuilder().build(OCSPResp.TRY_LATER, null).getEncoded();
    }
}
