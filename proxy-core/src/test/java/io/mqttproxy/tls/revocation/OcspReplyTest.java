package io.mqttproxy.tls.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.SplittableRandom;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OcspReplyTest {

    private static final Duration CACHE = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private final Instant now = Instant.now();
    private TestPki pki;
    private TestCertificate signer;
    private OcspQuestion question;

    @BeforeEach
    void ask() throws Exception {
        pki = TestPki.in(folder);
        signer = responder(pki.issuing());
        question = about("device-1");
    }

    private OcspQuestion about(String device) throws Exception {
        IssuedCertificate certificate = IssuedCertificate.of(
                pki.client(device).certificate(), pki.issuing().certificate());
        return OcspQuestion.about(certificate, new SecureRandom());
    }

    private static TestCertificate responder(TestAuthority authority) {
        return authority.issue(CertificateSpec.client("ocsp").usage(KeyPurposeId.id_kp_OCSPSigning));
    }

    @Test
    void takesTheStatusAndForHowLong() throws Exception {
        Instant soon = now.plusSeconds(60);

        assertThat(read(reply(CertificateStatus.GOOD, now, soon)))
                .isEqualTo(new OcspAnswer(Verdict.Status.GOOD, "", soon.truncatedTo(ChronoUnit.SECONDS)));
        assertThat(read(reply(new RevokedStatus(Date.from(now), 1), now, soon)).revoked())
                .isTrue();
        assertThat(read(reply(new UnknownStatus(), now, soon)).status()).isEqualTo(Verdict.Status.UNKNOWN);
        assertThat(read(reply(CertificateStatus.GOOD, now, now.plus(Duration.ofDays(7))))
                        .freshUntil())
                .isEqualTo(now.plus(CACHE));
        assertThat(read(reply(CertificateStatus.GOOD, now, null)).freshAt(now)).isTrue();
    }

    @Test
    void refusesAnAnswerThatIsNotOfNow() throws Exception {
        Instant yesterday = now.minus(Duration.ofDays(1));

        refuses(
                reply(CertificateStatus.GOOD, yesterday, now.minus(Duration.ofHours(1))),
                "the answer is past its date");
        refuses(reply(CertificateStatus.GOOD, yesterday, null), "the answer is past its date");
        refuses(
                reply(CertificateStatus.GOOD, now.plus(Duration.ofHours(1)), now.plus(Duration.ofHours(2))),
                "the answer is from the future");
    }

    @Test
    void takesAnOldAnswerWithoutEndWhenTheNonceShowsThatItIsNew() throws Exception {
        byte[] reply =
                reply(question, signer, CertificateStatus.GOOD, now.minus(Duration.ofDays(1)), null, question.nonce());

        assertThat(read(reply).status()).isEqualTo(Verdict.Status.GOOD);
    }

    @Test
    void refusesAnAnswerToAnotherRequest() throws Exception {
        OcspQuestion other = about("device-2");

        refuses(
                reply(question, signer, CertificateStatus.GOOD, now, null, other.nonce()),
                "the answer is to another request");
        refuses(
                reply(other, signer, CertificateStatus.GOOD, now, null, null),
                "the answer is about another certificate");
    }

    @Test
    void refusesASignerWhomTheCaHasNotAuthorised() throws Exception {
        String why = "nobody whom the CA has authorised has signed the answer";
        TestCertificate device = pki.client("device-3");
        TestCertificate expired = pki.issuing()
                .issue(CertificateSpec.client("ocsp")
                        .usage(KeyPurposeId.id_kp_OCSPSigning)
                        .expired());

        refuses(signedBy(device), why);
        refuses(signedBy(expired), why);
        refuses(signedBy(responder(pki.root())), why);
        refuses(signedBy(responder(pki.stranger().intermediate("Test Issuing CA"))), why);
        assertThat(read(signedBy(signer)).status()).isEqualTo(Verdict.Status.GOOD);
    }

    @Test
    void refusesWhatIsNoAnswer() throws Exception {
        refuses(new byte[0], "not an answer that can be read");
        refuses("<html>".getBytes(StandardCharsets.US_ASCII), "not an answer that can be read");
        refuses(
                new OCSPRespBuilder().build(OCSPResp.TRY_LATER, null).getEncoded(),
                "the responder answers with status 3");
    }

    @Test
    void neverBelievesChangedOrShortenedBytes() throws Exception {
        // given
        byte[] reply = reply(CertificateStatus.GOOD, now, now.plusSeconds(60));
        SplittableRandom random = new SplittableRandom(6960);

        // then
        for (int i = 0; i < 300; i++) {
            byte[] changed = reply.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(good(changed) && !sameContent(changed, reply)).isFalse();
            assertThat(good(Arrays.copyOf(reply, random.nextInt(reply.length)))).isFalse();
        }
    }

    /** Only the signed part and its signature count: the chain behind them may be changed into another encoding. */
    private static boolean sameContent(byte[] one, byte[] other) throws Exception {
        BasicOCSPResp changed = (BasicOCSPResp) new OCSPResp(one).getResponseObject();
        BasicOCSPResp original = (BasicOCSPResp) new OCSPResp(other).getResponseObject();
        return Arrays.equals(changed.getTBSResponseData(), original.getTBSResponseData())
                && Arrays.equals(changed.getSignature(), original.getSignature());
    }

    private boolean good(byte[] reply) {
        try {
            return read(reply).status() == Verdict.Status.GOOD;
        } catch (OcspException e) {
            return false;
        }
    }

    private OcspAnswer read(byte[] reply) throws OcspException {
        return new OcspReply(question, now, CACHE).read(reply);
    }

    private void refuses(byte[] reply, String why) {
        assertThatExceptionOfType(OcspException.class)
                .isThrownBy(() -> read(reply))
                .withMessage(why);
    }

    private byte[] signedBy(TestCertificate other) throws Exception {
        return reply(question, other, CertificateStatus.GOOD, now, now.plusSeconds(60), null);
    }

    private byte[] reply(@Nullable CertificateStatus status, Instant from, @Nullable Instant to) throws Exception {
        return reply(question, signer, status, from, to, null);
    }

    private static byte[] reply(
            OcspQuestion about,
            TestCertificate by,
            @Nullable CertificateStatus status,
            Instant from,
            @Nullable Instant to,
            @Nullable Extension nonce)
            throws Exception {
        X509CertificateHolder certificate = new JcaX509CertificateHolder(by.certificate());
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(certificate.getSubject()));
        builder.addResponse(about.id(), status, Date.from(from), to == null ? null : Date.from(to));
        if (nonce != null) {
            builder.setResponseExtensions(new Extensions(nonce));
        }
        BasicOCSPResp basic = builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(by.privateKey()),
                new X509CertificateHolder[] {certificate},
                Date.from(from));
        return new OCSPRespBuilder().build(OCSPResp.SUCCESSFUL, basic).getEncoded();
    }
}
