package io.mqttproxy.tls.stapling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.KeyKind;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OcspAnswerTest {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant tomorrow = now.plus(Duration.ofDays(1));

    @TempDir
    private Path folder;

    private TestPki pki;
    private OcspQuestion question;
    private Responder issuer;

    @BeforeEach
    void ask() throws Exception {
        pki = TestPki.in(folder);
        question = question(pki);
        issuer = Responder.of(pki.issuing());
    }

    private static OcspQuestion question(TestPki pki) throws Exception {
        return OcspQuestion.about(
                pki.issuing().issue(Responder.server("http://127.0.0.1/")).chain());
    }

    @Test
    void takesAnAnswerOfTheIssuer() throws Exception {
        // given
        byte[] answer = issuer.answer(question.id(), CertificateStatus.GOOD, now, tomorrow);

        // when
        Staple staple = new OcspAnswer(question, now).staple(answer);

        // then
        assertThat(staple.der()).isEqualTo(answer);
        assertThat(staple.validAt(tomorrow.minusMillis(1))).isTrue();
        assertThat(staple.validAt(tomorrow)).isFalse();
        assertThat(staple.refreshAt()).isEqualTo(now.plus(Duration.ofHours(12)));
    }

    @Test
    void takesAnAnswerWithoutAnEndForOneHour() throws Exception {
        byte[] answer = issuer.answer(question.id(), CertificateStatus.GOOD, now.minusSeconds(86_400), null);

        assertThat(new OcspAnswer(question, now).staple(answer).end()).isEqualTo(now.plus(Duration.ofHours(1)));
    }

    @Test
    void takesAnAnswerOnBehalfOfTheIssuer() throws Exception {
        // given
        TestCertificate delegate =
                pki.issuing().issue(CertificateSpec.client("OCSP").usage(KeyPurposeId.id_kp_OCSPSigning));

        TestCertificate rsa = pki.issuing()
                .issue(CertificateSpec.client("OCSP")
                        .usage(KeyPurposeId.id_kp_OCSPSigning)
                        .key(KeyKind.RSA_2048));

        // then
        assertThat(staple(Responder.of(delegate))).isNotNull();
        assertThat(staple(Responder.of(rsa))).isNotNull();
    }

    @Test
    void refusesASignerThatTheIssuerDidNotMakeForThis() throws Exception {
        CertificateSpec signing = CertificateSpec.client("OCSP").usage(KeyPurposeId.id_kp_OCSPSigning);

        refusesSigner(Responder.of(pki.stranger()));
        refusesSigner(Responder.of(pki.root()));
        refusesSigner(Responder.of(pki.issuing().client("device-1")));
        refusesSigner(Responder.of(pki.stranger().issue(signing)));
        refusesSigner(Responder.of(pki.root().issue(signing)));
        refusesSigner(Responder.of(pki.issuing().issue(signing.expired())));
    }

    @Test
    void refusesASignerWhoseNameIsTheOneOfTheIssuer() throws Exception {
        refusesSigner(Responder.of(pki.authority("Test Issuing CA")));
    }

    private void refusesSigner(Responder signer) {
        assertThatExceptionOfType(StapleException.class)
                .isThrownBy(() -> staple(signer))
                .withMessage("not signed by the issuer or on its behalf");
    }

    private Staple staple(Responder signer) throws Exception {
        return new OcspAnswer(question, now)
                .staple(signer.answer(question.id(), CertificateStatus.GOOD, now, tomorrow));
    }

    @Test
    void refusesAnAnswerAboutAnotherCertificate() throws Exception {
        refuses(
                issuer.answer(question(pki).id(), CertificateStatus.GOOD, now, tomorrow),
                "an answer about another certificate");
    }

    @Test
    void refusesWhatIsNotGood() throws Exception {
        RevokedStatus revoked = new RevokedStatus(Date.from(now));

        refuses(issuer.answer(question.id(), revoked, now, tomorrow), "the certificate is revoked");
        refuses(
                issuer.answer(question.id(), new UnknownStatus(), now, tomorrow),
                "the responder does not know the certificate");
    }

    @Test
    void refusesAnAnswerOutOfItsTime() throws Exception {
        refuses(
                issuer.answer(question.id(), CertificateStatus.GOOD, now.minusSeconds(60), now),
                "the answer was good until " + now + " only");
        refuses(
                issuer.answer(question.id(), CertificateStatus.GOOD, now.plusSeconds(301), tomorrow),
                "the answer is from the future, " + now.plusSeconds(301));
        assertThat(new OcspAnswer(question, now)
                        .staple(issuer.answer(question.id(), CertificateStatus.GOOD, now.plusSeconds(300), tomorrow)))
                .isNotNull();
    }

    @Test
    void refusesARefusal() throws Exception {
        refuses(Responder.refusal(), "the responder refuses with status 3");
    }

    @Test
    void neverMakesAStapleOfAnAnswerThatIsCutOffOrDamaged() throws Exception {
        // given
        byte[] answer = issuer.answer(question.id(), CertificateStatus.GOOD, now, tomorrow);
        OcspAnswer verifier = new OcspAnswer(question, now);

        for (int i = 0; i < answer.length; i++) {
            byte[] part = Arrays.copyOf(answer, i);
            byte[] damaged = answer.clone();
            damaged[i] ^= 1;

            // then
            assertThatExceptionOfType(StapleException.class).as("%d bytes", i).isThrownBy(() -> verifier.staple(part));
            assertThat(stapleOrAnswer(verifier, damaged, answer))
                    .as("byte %d", i)
                    .isEqualTo(answer);
        }
    }

    /** What damage to the outermost layer, which is not signed, is repaired to; the answer itself when it is refused. */
    private static byte[] stapleOrAnswer(OcspAnswer verifier, byte[] damaged, byte[] answer) {
        try {
            return verifier.staple(damaged).der();
        } catch (StapleException e) {
            return answer;
        }
    }

    private void refuses(byte[] answer, String message) {
        assertThatExceptionOfType(StapleException.class)
                .isThrownBy(() -> new OcspAnswer(question, now).staple(answer))
                .withMessage(message);
    }
}
