package io.mqttproxy.tls.stapling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StapleRequestTest {

    @TempDir
    private Path folder;

    private TestPki pki;

    @BeforeEach
    void makeAuthorities() {
        pki = TestPki.in(folder);
    }

    @Test
    void goesToTheResponderInTheCertificate() throws Exception {
        TestCertificate server = server("http://ocsp.example.com:8080/path");

        assertThat(StapleRequest.about(server.chain()).responder())
                .isEqualTo(URI.create("http://ocsp.example.com:8080/path"));
    }

    @Test
    void needsTheIssuerBehindTheCertificate() {
        TestCertificate server = server("http://127.0.0.1/");

        assertThatExceptionOfType(StapleException.class)
                .isThrownBy(() -> StapleRequest.about(server.chain().subList(0, 1)))
                .withMessage("the issuer is not in the file (expected: the issuer behind the certificate)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1/", "ldap://127.0.0.1/", "http:///nobody", "not a URI"})
    void needsAResponderThatSpeaksHttp(String responder) {
        TestCertificate server = server(responder);

        assertThatExceptionOfType(StapleException.class)
                .isThrownBy(() -> StapleRequest.about(server.chain()))
                .withMessage("the certificate names no OCSP responder"
                        + " (expected: an http address in authorityInfoAccess)");
    }

    @Test
    void needsAResponder() {
        TestCertificate server = pki.server();

        assertThatExceptionOfType(StapleException.class)
                .isThrownBy(() -> StapleRequest.about(server.chain()))
                .withMessageStartingWith("the certificate names no OCSP responder");
    }

    private TestCertificate server(String responder) {
        return pki.issuing().issue(CertificateSpec.server().ocspLocation(responder));
    }
}
