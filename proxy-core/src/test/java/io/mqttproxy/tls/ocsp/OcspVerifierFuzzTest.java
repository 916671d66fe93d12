package io.mqttproxy.tls.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a responder sends: without a signature of the CA it is worth nothing, and one exception says so. */
class OcspVerifierFuzzTest {

    @TempDir
    private static Path folder;

    private static OcspQuestion question;

    @BeforeAll
    static void ask() throws Exception {
        TestPki pki = TestPki.in(Files.createDirectory(folder.resolve("pki")));
        question = OcspQuestion.withNonce(
                pki.issuing().certificate(),
                pki.client("device-1").certificate().getSerialNumber(),
                new SecureRandom());
    }

    @FuzzTest
    void verifies(byte[] bytes) {
        try {
            OcspReply reply = question.verify(bytes, Instant.now());
            throw new AssertionError("believed " + reply);
        } catch (OcspException e) {
            assertThat(e).message().isNotBlank().doesNotContain("null");
        }
    }
}
