package io.mqttproxy.tls.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.KeyKind;
import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.ocsp.CertificateStatus;
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

    private void refuses(Responder signer) {
        assertThatExceptionOfType(OcspException.class)
                .isThrownBy(() -> verify(signer))
                .withMessage("nobody whom the CA has authorised has signed the answer");
    }

    private OcspReply verify(Responder signer) throws Exception {
        return question.verify(signer.answer(question, CertificateStatus.GOOD, now, now.plusSeconds(60)), now);
    }
}
