package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.FreePort;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSL's responder says that our certificate is good, and OpenSSL's client gets to see that in the handshake. */
@RequiresProgram("openssl")
class StaplingIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final DateTimeFormatter INDEX_DATE =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private TestPki pki;
    private int responderPort;
    private TestCertificate server;

    @BeforeEach
    void makeCertificates() throws IOException {
        pki = TestPki.in(folder);
        responderPort = FreePort.find();
        GeneralName responder =
                new GeneralName(GeneralName.uniformResourceIdentifier, "http://127.0.0.1:" + responderPort + "/");
        AuthorityInformationAccess access = new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, responder);
        server = pki.issuing()
                .issue(CertificateSpec.server()
                        .extension(new Extension(Extension.authorityInfoAccess, false, access.getEncoded())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aClientThatAsksGetsTheStapleAndAnotherDoesNot(String version) throws Exception {
        // given
        try (RunningProgram responder = responder("V");
                ProxyUnderTest proxy = start()) {
            assertThat(responder.alive()).isTrue();
            proxy.awaitMetric(1, "mqttproxy_tls_staple_refreshes_total", "result=\"ok\"");

            // then
            assertThat(handshake(proxy, version, "-status"))
                    .contains("OCSP Response Status: successful (0x0)")
                    .contains("Cert Status: good")
                    .contains("Verify return code: 0 (ok)");
            assertThat(handshake(proxy, version))
                    .doesNotContain("OCSP Response Status")
                    .contains("Verify return code: 0 (ok)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aResponderThatIsAwayFailsNoHandshake(String version) {
        // given
        try (ProxyUnderTest proxy = start()) {
            proxy.awaitMetric(1, "mqttproxy_tls_staple_refreshes_total", "result=\"failed\"");

            // then
            assertThat(handshake(proxy, version, "-status"))
                    .contains("OCSP response: no response sent")
                    .contains("Verify return code: 0 (ok)");
        }
    }

    @Test
    void aCertificateThatIsRevokedIsNotStapled() throws Exception {
        // given
        try (RunningProgram responder = responder("R");
                ProxyUnderTest proxy = start()) {
            assertThat(responder.alive()).isTrue();
            proxy.awaitMetric(1, "mqttproxy_tls_staple_refreshes_total", "result=\"failed\"");

            // then
            assertThat(handshake(proxy, "-tls1_3", "-status")).contains("OCSP response: no response sent");
        }
    }

    private ProxyUnderTest start() {
        return ProxyUnderTest.start(folder, """
                certificates:
                  server: {certFile: %s, keyFile: %s}
                listeners:
                  mqtts: {bind: 127.0.0.1:0, tls: {certificates: [server], stapling: true}}
                clusters: {brokers: {backends: [127.0.0.1:1]}}
                logging: {access: "off"}
                """.formatted(server.certFile(), server.keyFile()));
    }

    /** A responder whose database has one line, in the format of openssl-ca: V = valid, R = revoked. */
    private RunningProgram responder(String status) throws IOException {
        String expiry = INDEX_DATE.format(server.certificate().getNotAfter().toInstant());
        String revocation = status.equals("R")
                ? INDEX_DATE.format(server.certificate().getNotBefore().toInstant())
                : "";
        String serial = server.certificate().getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
        Path index = Files.writeString(
                folder.resolve("index.txt"),
                String.join(
                                "\t",
                                status,
                                expiry,
                                revocation,
                                serial.length() % 2 == 0 ? serial : "0" + serial,
                                "unknown",
                                "/CN=localhost")
                        + "\n");
        RunningProgram started = RunningProgram.start(
                "openssl",
                "ocsp",
                "-index",
                index.toString(),
                "-port",
                String.valueOf(responderPort),
                "-CA",
                pki.issuing().certFile().toString(),
                "-rsigner",
                pki.issuing().certFile().toString(),
                "-rkey",
                pki.issuing().keyFile().toString(),
                "-nmin",
                "10");
        // before the proxy starts: it asks at once, and a minute later when nobody is there
        started.awaitOutput(LIMIT, "waiting for OCSP client connections");
        return started;
    }

    private String handshake(ProxyUnderTest proxy, String version, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "s_client",
                "-connect",
                "127.0.0.1:" + proxy.port(),
                version,
                "-CAfile",
                pki.caFile().toString()));
        arguments.addAll(List.of(more));
        return RunningProgram.run(LIMIT, "openssl", arguments.toArray(new String[0]))
                .stdout();
    }
}
