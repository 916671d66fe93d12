package io.mqttproxy.tls.stapling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OcspQuestionTest {

    @TempDir
    private Path folder;

    private TestPki pki;

    @BeforeEach
    void makeAuthorities() {
        pki = TestPki.in(folder);
    }

    @Test
    @RequiresProgram("openssl")
    void isWhatOpensslAsks() throws Exception {
        // given
        TestCertificate server = pki.issuing().issue(Responder.server("http://ocsp.example.com:8080/path"));
        OcspQuestion question = OcspQuestion.about(server.chain());
        Path request = Files.write(folder.resolve("request.der"), question.request());

        // when
        ProgramResult text = RunningProgram.run(
                Duration.ofSeconds(30), "openssl", "ocsp", "-reqin", request.toString(), "-req_text", "-noverify");

        // then
        assertThat(question.responder()).isEqualTo(URI.create("http://ocsp.example.com:8080/path"));
        assertThat(text.stdout())
                .contains("Hash Algorithm: sha1")
                .containsPattern(
                        "Serial Number: 0?" // whole bytes
                                + server.certificate()
                                        .getSerialNumber()
                                        .toString(16)
                                        .toUpperCase(Locale.ROOT));
    }

    @Test
    void needsTheIssuerBehindTheCertificate() {
        TestCertificate server = pki.issuing().issue(Responder.server("http://127.0.0.1/"));

        assertThatExceptionOfType(StapleException.class)
                .isThrownBy(() -> OcspQuestion.about(server.chain().subList(0, 1)))
                .withMessage("the issuer is not in the file (expected: the issuer behind the certificate)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1/", "ldap://127.0.0.1/", "http:///nobody", "not a URI"})
    void needsAResponderThatSpeaksHttp(String responder) {
        TestCertificate server = pki.issuing().issue(Responder.server(responder));

        assertThatExceptionOfType(StapleException.class)
                .isThrownBy(() -> OcspQuestion.about(server.chain()))
                .withMessage("the certificate names no OCSP responder"
                        + " (expected: an http address in authorityInfoAccess)");
    }

    @Test
    void needsAResponder() {
        TestCertificate server = pki.server();

        assertThatExceptionOfType(StapleException.class)
                .isThrownBy(() -> OcspQuestion.about(server.chain()))
                .withMessageStartingWith("the certificate names no OCSP responder");
    }
}
