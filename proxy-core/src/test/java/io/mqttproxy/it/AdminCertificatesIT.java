package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestCrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What client certificates are good for on the admin port. */
@RequiresProgram({"curl", "openssl"})
@Timeout(120)
class AdminCertificatesIT {

    @TempDir
    private Path folder;

    private TlsAdminPort port;
    private TestCertificate operator;

    @BeforeEach
    void make() throws IOException {
        port = TlsAdminPort.in(folder);
        operator = port.pki().client("operator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tlsv1.3", "--tls-max=1.2"})
    void aRequiredCertificateIsRequiredOfProbesToo(String version) {
        try (ProxyUnderTest proxy = port.start(port.mutual("required", ""))) {
            TestCertificate stranger = port.pki().stranger().client("operator");
            TestCertificate expired = port.pki()
                    .issuing()
                    .issue(CertificateSpec.client("operator").expired());
            String[] tls = version.split("=");

            assertThat(port.curl(proxy, "/livez", tls).exitCode()).isNotZero();
            assertThat(port.curl(proxy, "/livez", TlsAdminPort.showing(stranger, tls))
                            .exitCode())
                    .isNotZero();
            assertThat(port.curl(proxy, "/livez", TlsAdminPort.showing(expired, tls))
                            .exitCode())
                    .isNotZero();
            assertThat(port.curl(proxy, "/livez", TlsAdminPort.showing(operator, tls))
                            .stdout())
                    .isEqualTo("ok\n\n200");
        }
    }

    @Test
    void anOptionalCertificateIsNotAskedOfProbesButVerifiedWhereThereIsOne() {
        try (ProxyUnderTest proxy = port.start(port.mutual("optional", ""))) {
            assertThat(port.curl(proxy, "/livez").stdout()).endsWith("\n200");
            assertThat(port.curl(proxy, "/livez", TlsAdminPort.showing(operator))
                            .stdout())
                    .endsWith("\n200");
            assertThat(port.curl(
                                    proxy,
                                    "/livez",
                                    TlsAdminPort.showing(port.pki().stranger().client("operator")))
                            .exitCode())
                    .isNotZero();
        }
    }

    @Test
    void changesNeedTheTokenWhateverTheCertificate() {
        try (ProxyUnderTest proxy = port.start(port.mutual("optional", ""))) {
            assertThat(port.curl(proxy, "/api/v1/bans", TlsAdminPort.showing(operator, "-d", "{\"clientId\": \"x\"}"))
                            .stdout())
                    .contains("wrong or missing token")
                    .endsWith("\n401");
            assertThat(port.curl(
                                    proxy,
                                    "/api/v1/bans",
                                    "-d",
                                    "{\"clientId\": \"x\"}",
                                    "-H",
                                    "Authorization: Bearer " + TlsAdminPort.TOKEN)
                            .stdout())
                    .endsWith("\n200");
        }
    }

    @Test
    void aCertificateStandsForTheTokenWhereTheConfigurationSaysSo() {
        try (ProxyUnderTest proxy = port.start(port.mutual("optional", ", changes: certificate"))) {
            String[] ban = {"-d", "{\"clientId\": \"x\"}"};

            assertThat(port.curl(proxy, "/api/v1/bans", TlsAdminPort.showing(operator, ban))
                            .stdout())
                    .endsWith("\n200");
            assertThat(port.curl(proxy, "/api/v1/bans", ban).stdout()).endsWith("\n401");
            String[] foreign = {"-H", "Origin: https://evil.example.com", "-d", "{\"clientId\": \"x\"}"};
            assertThat(port.curl(proxy, "/api/v1/bans", TlsAdminPort.showing(operator, foreign))
                            .stdout())
                    .endsWith("\n403");
        }
    }

    /** A ticket is not worth more than the certificate in it, and one without a certificate is worth none. */
    @Test
    void aResumedSessionIsWorthWhatItsCertificateIs() throws IOException {
        try (ProxyUnderTest proxy = port.start(port.mutual("optional", ", changes: certificate"))) {
            Path ticket = folder.resolve("ticket");
            String change = "POST /api/v1/bans HTTP/1.0\r\nContent-Length: 17\r\n\r\n{\"clientId\": \"x\"}";

            // when a session without a certificate is resumed, and one with
            port.request(proxy, change, "-sess_out", ticket.toString());
            String without = port.request(proxy, change, "-sess_in", ticket.toString());
            Files.delete(ticket);
            String own = operator.certFile().toString();
            String[] showing = {
                "-cert", own, "-cert_chain", own, "-key", operator.keyFile().toString()
            };
            port.request(proxy, change, TlsAdminPort.with(showing, "-sess_out", ticket.toString()));
            String with = port.request(proxy, change, "-sess_in", ticket.toString());

            // then
            assertThat(without).contains("Reused, TLSv1.3", "HTTP/1.1 401");
            assertThat(with).contains("Reused, TLSv1.3", "HTTP/1.1 200");
        }
    }

    @Test
    void aRevokedCertificateIsRefused() throws IOException {
        Path crl = TestCrl.write(folder.resolve("own.crl"), port.pki().issuing().crl(operator.certificate()));
        try (ProxyUnderTest proxy = port.start(port.mutual("required", ", crl: {files: [" + crl + "]}"))) {
            assertThat(port.curl(proxy, "/livez", TlsAdminPort.showing(operator))
                            .exitCode())
                    .isNotZero();
            assertThat(port.curl(
                                    proxy,
                                    "/livez",
                                    TlsAdminPort.showing(port.pki().client("other")))
                            .stdout())
                    .endsWith("\n200");
        }
    }
}
