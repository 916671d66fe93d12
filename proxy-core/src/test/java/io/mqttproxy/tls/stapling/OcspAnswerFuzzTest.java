package io.mqttproxy.tls.stapling;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mqttproxy.testsupport.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Whatever a responder sends: what the issuer did not sign becomes no staple, and nothing worse happens. */
class OcspAnswerFuzzTest {

    private static final OcspQuestion QUESTION = question();

    @FuzzTest
    void staple(byte[] answer) {
        boolean stapled;
        try {
            new OcspAnswer(QUESTION, Instant.EPOCH).staple(answer);
            stapled = true;
        } catch (StapleException e) {
            stapled = false;
            assertThat(e).hasMessageNotContaining("null");
        }
        assertThat(stapled).isFalse();
    }

    private static OcspQuestion question() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "ocsp-answer-fuzz"));
            return OcspQuestion.about(TestPki.in(folder)
                    .issuing()
                    .issue(Responder.server("http://127.0.0.1/"))
                    .chain());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
