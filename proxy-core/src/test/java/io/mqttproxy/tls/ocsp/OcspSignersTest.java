package io.mqttproxy.tls.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.KeyKind;
import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OcspSignersTest {

    private static final CertificateSpec SIGNING =
            CertificateSpec.client("OCSP").usage(KeyPurposeId.id_kp_OCSPSigning);

    @TempDir
    private Path folder;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private TestPki pki;
    private TestAuthority issuing;
    private OcspQuestion question;

    @BeforeEach
    void ask() throws Exception {
        pki = TestPki.in(folder);
        issuing = pki.issuing();
        question = OcspQuestion.withoutNonce(
                issuing.certificate(), pki.client("device-1").certificate().getSerialNumber());
    }

    @Test
    void takesAnAnswerOfTheIssuer() throws Exception {
        assertThat(verify(Responder.of(issuing)).status()).isEqualTo(OcspStatus.GOOD);
    }

    @Test
    void takesAnAnswerOnBehalfOfTheIssuer() throws Exception {
        assertThat(verify(Responder.of(issuing.issue(SIGNING))).status()).isEqualTo(OcspStatus.GOOD);
        assertThat(verify(Responder.of(issuing.issue(SIGNING.key(KeyKind.RSA_2048))))
                        .status())
                .isEqualTo(OcspStatus.GOOD);
    }

    @Test
    void refusesASignerWhomTheIssuerDidNotMakeForThis() throws Exception {
        refuses(Responder.of(pki.client("device-2")));
        refuses(Responder.of(issuing.issue(SIGNING.usage(KeyPurposeId.anyExtendedKeyUsage))));
        refuses(Responder.of(issuing.issue(SIGNING.expired())));
        refuses(Responder.of(issuing.issue(SIGNING.notYetValid())));
    }

    @Test
    void refusesASignerOfSomebodyElse() throws Exception {
        refuses(Responder.of(pki.stranger()));
        refuses(Responder.of(pki.root()));
        refuses(Responder.of(pki.stranger().issue(SIGNING)));
        refuses(Responder.of(pki.root().issue(SIGNING)));
    }

    @Test
    void refusesASignerWhoseNamesAreTheOnesOfTheIssuer() throws Exception {
        refuses(Responder.of(pki.authority("Test Issuing CA")));
        refuses(Responder.of(pki.stranger().intermediate("Test Issuing CA").issue(SIGNING)));
    }

    @Test
    void refusesASignerOfAnotherNameThoughItHasTheKeyOfTheIssuer() throws Exception {
        TestCertificate device = pki.client("device-2");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=Another CA"),
                BigInteger.ONE,
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(60)),
                new X500Name("CN=OCSP"),
                device.certificate().getPublicKey());
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
        X509CertificateHolder holder =
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuing.privateKey()));

        refuses(Responder.of(device.privateKey(), new JcaX509CertificateConverter().getCertificate(holder)));
    }

    private void refuses(Responder signer) {
        assertThatExceptionOfType(OcspException.class)
                .isThrownBy(() -> verify(signer))
                .withMessage("nobody whom the CA has authorised has signed the answer");
    }

    private OcspReply verify(Responder signer) throws Exception {
        return question.verify(signer.answer(question, CertificateStatus.GOOD, now, now.plusSeconds(60)), now);
    }
}
