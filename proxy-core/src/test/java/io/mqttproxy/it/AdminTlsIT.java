package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.SeenLog;
import io.mqttproxy.testsupport.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** TLS on the admin port, with curl and openssl as the other side. */
@RequiresProgram({"curl", "openssl"})
@Timeout(120)
class AdminTlsIT {

    @TempDir
    private Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.mqttproxy");
    private final SeenLog log = new SeenLog();
    private TlsAdminPort port;

    @BeforeEach
    void make() throws IOException {
        port = TlsAdminPort.in(folder);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void nothingWasADefect() {
        logger.detachAppender(log);
        assertThat(log.lines())
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN) || line.getThrowableProxy() != null)
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    @Test
    void curlReadsProbesMetricsTheDashboardAndTheApi() {
        try (ProxyUnderTest proxy = port.start("")) {
            for (String path : List.of("/livez", "/metrics", "/", "/api/v1/status")) {
                assertThat(port.curl(proxy, path, "-v"))
                        .satisfies(result -> assertThat(result.exitCode()).isZero())
                        .satisfies(result -> assertThat(result.stdout()).endsWith("\n200"))
                        .satisfies(result -> assertThat(result.stderr()).containsIgnoringCase("http/1.1"));
            }
        }
    }

    @Test
    void eventsComeOverTls() {
        try (ProxyUnderTest proxy = port.start("");
                RunningProgram curl = RunningProgram.start(
                        "curl",
                        "-sN",
                        "--cacert",
                        port.pki().caFile().toString(),
                        TlsAdminPort.url(proxy, "/api/v1/events"))) {
            curl.awaitOutput(TlsAdminPort.LIMIT, "event: status\ndata: {");
        }
    }

    @Test
    void whoSpeaksPlainHttpIsToldSo() {
        try (ProxyUnderTest proxy = port.start("")) {
            // when
            ProgramResult result = RunningProgram.run(
                    TlsAdminPort.LIMIT,
                    "curl",
                    "-s",
                    "-w",
                    "%{http_code}",
                    "http://127.0.0.1:" + TlsAdminPort.port(proxy) + "/livez");

            // then
            assertThat(result.stdout()).isEqualTo("this port speaks TLS (expected: https://)\n400");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0000\u0000\u0000\u0000",
                "\u0010\u000c\u0000\u0004MQTT",
                "\u0016\u0003\u0001\u0000\u0004nope"
            })
    void whatIsNoTlsIsClosedAndToldInOneLine(String bytes) throws IOException {
        try (ProxyUnderTest proxy = port.start("");
                Socket socket = TlsAdminPort.connect(proxy)) {
            // when
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));

            // then
            TlsAdminPort.awaitEnd(socket);
            await().atMost(TlsAdminPort.LIMIT)
                    .until(() -> log.lines().stream().anyMatch(line -> line.getFormattedMessage()
                            .startsWith("A TLS handshake on the admin port failed: ")));
        }
    }

    /** In TLS 1.3 the request is on its way before the server has judged the certificate. */
    @Test
    void whoIsRefusedHearsWhyHoweverMuchHeHasSent() throws Exception {
        try (ProxyUnderTest proxy = port.start(port.mutual("required", ""))) {
            SSLContext context = Device.context(port.pki(), null);
            for (int i = 0; i < 20; i++) {
                try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), TlsAdminPort.port(proxy))) {
                    socket.setSoTimeout((int) TlsAdminPort.LIMIT.toMillis());
                    socket.startHandshake();

                    // when
                    socket.getOutputStream().write(new byte[60_000]);

                    // then
                    assertThatThrownBy(() -> socket.getInputStream().read())
                            .isInstanceOf(SSLException.class)
                            .hasMessageContaining("certificate_required");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    void oldVersionsOfTlsAreRefused(String version) {
        try (ProxyUnderTest proxy = port.start("")) {
            ProgramResult result = port.openssl(proxy, version, "-cipher", "ALL:@SECLEVEL=0");

            assertThat(result.exitCode()).isNotZero();
            assertThat(result.stderr()).contains("alert protocol version");
        }
    }

    @Test
    void onlyTheConfiguredVersionsAreSpoken() {
        try (ProxyUnderTest proxy = port.start(", versions: [TLSv1.3]")) {
            assertThat(port.openssl(proxy, "-tls1_2").stderr()).contains("alert protocol version");
            assertThat(port.openssl(proxy, "-tls1_3").stdout()).contains("Verify return code: 0 (ok)");
        }
    }

    @Test
    void aNewCertificateIsServedWhenTheFilesChange() throws IOException {
        try (ProxyUnderTest proxy = port.start("")) {
            TestCertificate next = port.server("renewed.example.com");
            assertThat(port.openssl(proxy, "-tls1_3").stdout()).contains("Verify return code: 0 (ok)");

            // when
            port.replace(next);

            // then
            await().atMost(TlsAdminPort.LIMIT)
                    .until(() -> port.shownNames(proxy).contains("renewed.example.com"));
            assertThat(port.curl(proxy, "/livez").stdout()).endsWith("\n200");
        }
    }

    @Test
    void tlsCanBeTurnedOffAndOnWhileThePortIsOpen() {
        try (ProxyUnderTest proxy = port.start("")) {
            String bearer = "Authorization: Bearer " + TlsAdminPort.TOKEN;

            // when
            proxy.rewrite(TlsAdminPort.yaml("hosts: []").replace(", hosts: []", ""));
            assertThat(port.curl(proxy, "/api/v1/reload", "-X", "POST", "-H", bearer)
                            .stdout())
                    .endsWith("\n200");

            // then
            assertThat(proxy.get("/livez").statusCode()).isEqualTo(200);
            assertThat(proxy.reload(TlsAdminPort.yaml("tls: {certificate: own}"), TlsAdminPort.TOKEN)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(port.curl(proxy, "/livez").stdout()).endsWith("\n200");
        }
    }

    @Test
    void aBrokenSectionChangesNothing() {
        try (ProxyUnderTest proxy = port.start("")) {
            proxy.rewrite(TlsAdminPort.yaml("tls: {certificate: own, clientAuth: required, caFile: tls.key}"));

            ProgramResult answer = port.curl(
                    proxy, "/api/v1/reload", "-X", "POST", "-H", "Authorization: Bearer " + TlsAdminPort.TOKEN);

            assertThat(answer.stdout())
                    .contains("proxy.yaml:4:", " admin.tls.caFile: no certificate in the file: tls.key")
                    .endsWith("\n422");
            assertThat(port.curl(proxy, "/livez").stdout()).endsWith("\n200");
            log.lines().removeIf(line -> line.getFormattedMessage().startsWith("Reload (admin port): refused"));
        }
    }

    @Test
    void halfOpenHandshakesKeepNoProbeOut() throws IOException {
        try (ProxyUnderTest proxy = port.start(port.mutual("optional", ""))) {
            List<Socket> halfOpen = new ArrayList<>();
            try {
                for (int i = 0; i < 300; i++) {
                    Socket socket = TlsAdminPort.connect(proxy);
                    halfOpen.add(socket);
                    socket.getOutputStream()
                            .write(new byte[] {0x16, 3, 1, 0x02, 0, 1, 0, 1}); // the first bytes of a hello
                }

                // when
                ProgramResult probe = port.curl(proxy, "/livez", "--max-time", "25");

                // then
                assertThat(probe.stdout()).isEqualTo("ok\n\n200");
                TlsAdminPort.awaitEnd(halfOpen.get(0));
            } finally {
                for (Socket socket : halfOpen) {
                    socket.close();
                }
            }
        }
    }
}
