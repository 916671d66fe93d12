package io.mqttproxy.tls.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresProgram("openssl")
class OcspQuestionTest {

    @TempDir
    private Path folder;

    private X509Certificate issuer;
    private BigInteger serial;

    @BeforeEach
    void makeCertificates() {
        TestPki pki = TestPki.in(folder);
        TestCertificate device = pki.client("device-1");
        issuer = pki.issuing().certificate();
        serial = device.certificate().getSerialNumber();
    }

    @Test
    void isWhatOpensslAsks() throws Exception {
        String text = readByOpenssl(OcspQuestion.withoutNonce(issuer, serial));

        assertThat(text)
                .contains("Hash Algorithm: sha1")
                .containsPattern(
                        "Serial Number: 0?" // whole bytes
                                + serial.toString(16).toUpperCase(Locale.ROOT))
                .doesNotContain("Nonce");
    }

    @Test
    void asksForAReplyOfThisMomentWithANonce() throws Exception {
        String text = readByOpenssl(OcspQuestion.withNonce(issuer, serial, new SecureRandom()));

        assertThat(text).contains("OCSP Nonce:").doesNotContain("critical");
        assertThat(OcspQuestion.withNonce(issuer, serial, new SecureRandom()).nonce())
                .isNotEqualTo(OcspQuestion.withNonce(issuer, serial, new SecureRandom())
                        .nonce());
    }

    private String readByOpenssl(OcspQuestion question) throws Exception {
        Path request = Files.write(folder.resolve("request.der"), question.encoded());
        ProgramResult text = RunningProgram.run(
                Duration.ofSeconds(30), "openssl", "ocsp", "-reqin", request.toString(), "-req_text", "-noverify");
        return text.stdout();
    }
}
