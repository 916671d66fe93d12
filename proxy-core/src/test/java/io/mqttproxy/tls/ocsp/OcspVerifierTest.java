package io.mqttproxy.tls.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OcspVerifierTest {

    private static final @Nullable CertificateStatus GOOD = CertificateStatus.GOOD;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant tomorrow = now.plus(Duration.ofDays(1));

    @TempDir
    private Path folder;

    private TestPki pki;
    private OcspQuestion question;
    private OcspQuestion withNonce;
    private Responder issuer;

    @BeforeEach
    void ask() throws Exception {
        pki = TestPki.in(folder);
        issuer = Responder.of(pki.issuing());
        X509Certificate device = pki.client("device-1").certificate();
        question = OcspQuestion.withoutNonce(pki.issuing().certificate(), device.getSerialNumber());
        withNonce = asked(device);
    }

    private OcspQuestion asked(X509Certificate about) throws Exception {
        return OcspQuestion.withNonce(pki.issuing().certificate(), about.getSerialNumber(), new SecureRandom());
    }

    @Test
    void tellsWhatTheResponderSays() throws Exception {
        // given
        byte[] answer = issuer.answer(question, GOOD, now, tomorrow);

        // when
        OcspReply reply = question.verify(answer, now);

        // then
        assertThat(reply.status()).isEqualTo(OcspStatus.GOOD);
        assertThat(reply.thisUpdate()).isEqualTo(now);
        assertThat(reply.nextUpdate()).isEqualTo(tomorrow);
        assertThat(reply.repeatsNonce()).isFalse();
        assertThat(reply.der()).isEqualTo(answer);
    }

    @Test
    void tellsRevokedFromUnknown() throws Exception {
        RevokedStatus revoked = new RevokedStatus(Date.from(now), 1);

        assertThat(verify(issuer.answer(question, revoked, now, tomorrow)).status())
                .isEqualTo(OcspStatus.REVOKED);
        assertThat(verify(issuer.answer(question, new UnknownStatus(), now, tomorrow))
                        .status())
                .isEqualTo(OcspStatus.UNKNOWN);
    }

    @Test
    void tellsWhetherTheNonceIsRepeated() throws Exception {
        byte[] repeated = issuer.with(withNonce.nonce()).answer(withNonce, GOOD, now, null);
        byte[] ignored = issuer.answer(withNonce, GOOD, now, null);

        assertThat(withNonce.verify(repeated, now).repeatsNonce()).isTrue();
        assertThat(withNonce.verify(ignored, now).repeatsNonce()).isFalse();
        assertThat(verify(repeated).repeatsNonce()).isFalse(); // nobody has asked for it
        assertThat(verify(repeated).nextUpdate()).isNull();
    }

    @Test
    void refusesAnAnswerToAnotherRequest() throws Exception {
        OcspQuestion other = asked(pki.client("device-2").certificate());

        assertThatExceptionOfType(OcspException.class)
                .isThrownBy(
                        () -> withNonce.verify(issuer.with(other.nonce()).answer(withNonce, GOOD, now, tomorrow), now))
                .withMessage("the answer is to another request");
        refuses(issuer.answer(other, GOOD, now, tomorrow), "the answer is about another certificate");
    }

    @Test
    void refusesCriticalExtensionsBecauseNoneIsKnown() throws Exception {
        Extension critical =
                Extension.create(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1.99"), true, DERNull.INSTANCE);
        Extension other = Extension.create(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1.99"), false, DERNull.INSTANCE);

        refuses(issuer.with(critical).answer(question, GOOD, now, tomorrow), "the answer has critical extensions");
        refuses(
                issuer.withSingle(critical).answer(question, GOOD, now, tomorrow),
                "the answer has critical extensions");
        assertThat(verify(issuer.with(other).withSingle(other).answer(question, GOOD, now, tomorrow)))
                .isNotNull();
    }

    @Test
    void refusesAnAnswerOutOfItsTimeAndAllowsForClocks() throws Exception {
        Instant yesterday = now.minus(Duration.ofDays(1));

        refuses(
                issuer.answer(question, GOOD, yesterday, now.minusSeconds(301)),
                "the answer was good until " + now.minusSeconds(301) + " only");
        refuses(
                issuer.answer(question, GOOD, now.plusSeconds(301), tomorrow),
                "the answer is from the future, " + now.plusSeconds(301));
        assertThat(verify(issuer.answer(question, GOOD, yesterday, now.minusSeconds(300))))
                .isNotNull();
        assertThat(verify(issuer.answer(question, GOOD, now.plusSeconds(300), tomorrow)))
                .isNotNull();
    }

    @Test
    void refusesWhatIsNoAnswer() throws Exception {
        refuses(new byte[0], "not an answer that can be read");
        refuses("<html>".getBytes(StandardCharsets.US_ASCII), "not an answer that can be read");
        refuses(Responder.refusal(), "the responder refuses with status 3");
    }

    @Test
    void neverTakesAnAnswerThatIsCutOffOrDamaged() throws Exception {
        byte[] answer = issuer.answer(question, GOOD, now, tomorrow);

        for (int i = 0; i < answer.length; i++) {
            byte[] part = Arrays.copyOf(answer, i);
            byte[] damaged = answer.clone();
            damaged[i] ^= 1;

            assertThatExceptionOfType(OcspException.class).as("%d bytes", i).isThrownBy(() -> verify(part));
            assertThat(repaired(damaged, answer)).as("byte %d", i).isEqualTo(answer);
        }
    }

    /** What damage to the outermost layer, which is not signed, is repaired to; the answer itself when it is refused. */
    private byte[] repaired(byte[] damaged, byte[] answer) {
        try {
            return verify(damaged).der();
        } catch (OcspException e) {
            return answer;
        }
    }

    @Test
    void neverTakesADamagedAnswerOfADelegate() throws Exception {
        // given
        byte[] answer = Responder.of(
                        pki.issuing().issue(CertificateSpec.client("ocsp").usage(KeyPurposeId.id_kp_OCSPSigning)))
                .answer(question, GOOD, now, tomorrow);
        BasicOCSPResp original = basic(answer);

        for (int i = 0; i < answer.length; i++) {
            byte[] damaged = answer.clone();
            damaged[i] ^= 1;

            // then what is signed is the same; the certificate behind it may be encoded otherwise
            BasicOCSPResp taken = basic(repaired(damaged, answer));
            assertThat(taken.getTBSResponseData()).as("byte %d", i).isEqualTo(original.getTBSResponseData());
            assertThat(taken.getSignature()).as("byte %d", i).isEqualTo(original.getSignature());
        }
    }

    @Test
    void hasTheBytesThatTheSignatureIsOverWhereTheyCameInAnotherEncoding() throws Exception {
        byte[] answer = issuer.answer(question, GOOD, now, tomorrow);

        assertThat(verify(inIndefiniteLengths(answer)).der()).isEqualTo(answer);
    }

    /** The same answer in BER: none of the sequences down to the one about the certificate says how long it is. */
    private static byte[] inIndefiniteLengths(byte[] answer) throws Exception {
        OCSPResponse response = OCSPResponse.getInstance(answer);
        ResponseBytes bytes = response.getResponseBytes();
        byte[] ber = indefinite(ASN1Sequence.getInstance(bytes.getResponse().getOctets()))
                .getEncoded();
        assertThat(ber).isNotEqualTo(bytes.getResponse().getOctets());
        return new OCSPResponse(
                        response.getResponseStatus(),
                        new ResponseBytes(bytes.getResponseType(), new DEROctetString(ber)))
                .getEncoded();
    }

    private static BERSequence indefinite(ASN1Sequence sequence) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        for (ASN1Encodable part : sequence) {
            parts.add(part instanceof ASN1Sequence inner ? indefinite(inner) : part);
        }
        return new BERSequence(parts);
    }

    private static BasicOCSPResp basic(byte[] answer) throws Exception {
        return Objects.requireNonNull((BasicOCSPResp) new OCSPResp(answer).getResponseObject());
    }

    private OcspReply verify(byte[] answer) throws OcspException {
        return question.verify(answer, now);
    }

    private void refuses(byte[] answer, String why) {
        assertThatExceptionOfType(OcspException.class)
                .isThrownBy(() -> verify(answer))
                .withMessage(why);
    }
}
