package io.mqttproxy.tls.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a responder sends: without a signature of the CA it is worth nothing, and one exception says so. */
class OcspReplyFuzzTest {

    @TempDir
    private static Path folder;

    private static OcspQuestion question;

    @BeforeAll
    static void ask() throws Exception {
        TestPki pki = TestPki.in(Files.createDirectory(folder.resolve("pki")));
        IssuedCertificate certificate = IssuedCertificate.of(
                pki.client("device-1").certificate(), pki.issuing().certificate());
        question = OcspQuestion.about(certificate, new SecureRandom());
    }

    @FuzzTest
    void reads(byte[] bytes) {
        try {
            OcspAnswer answer = new OcspReply(question, Instant.now(), Duration.ofMinutes(1)).read(bytes);
            throw new AssertionError("believed " + answer);
        } catch (OcspException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
