package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the shell blocks of pages in order, each page in a folder as it assumes one, most against a proxy in a process of its own
 * that has the page's own configuration. {@link ShellBlocksTest} sees to it that a page with such blocks is here or elsewhere.
 */
@Timeout(180)
@RequiresProgram({"openssl", "curl"})
class PagesIT {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    /** MQTT 3.1.1: type and length, protocol name and level, clean session, keep alive of 60 s, client identifier. */
    private static final String CONNECT = "\u0010\u0012" + "\0\u0004MQTT\u0004" + "\u0002" + "\0<" + "\0\u0006pump-7";

    @TempDir
    private Path folder;

    private PageShell shell;
    private StubBroker first;
    private StubBroker second;

    @BeforeEach
    void makeCertificatesAsTheReadmeDoes() throws Exception {
        first = StubBroker.start(StubBehaviour.accepting());
        second = StubBroker.start(StubBehaviour.accepting());
        shell = PageShell.in(folder);
        shell.set("TOKEN", TOKEN);
        Files.writeString(folder.resolve("admin-token"), TOKEN);
        Files.writeString(Files.createDirectories(folder.resolve("secrets")).resolve("admin-token"), TOKEN);
        shell.run(PageBlock.of("README.md").stream()
                .filter(block -> block.text().contains("openssl genrsa"))
                .findFirst()
                .orElseThrow()
                .text());
    }

    @AfterEach
    void stopTheBrokers() {
        first.close();
        second.close();
    }

    @Test
    void operate() throws Exception {
        try (ChildProxy proxy = proxyOf("docs/operate.md")) {
            String printed = run("docs/operate.md", 1).get(0);

            // then it was banned, and at the end nobody is
            assertThat(printed).contains("\"banned\":true", "\"lifted\":true", "\"bans\":[]");
            assertThat(proxy.stderr()).doesNotContain("ERROR");
        }
    }

    @Test
    void logs() throws Exception {
        // given a proxy with a key for the names in its log, which has a line about a device
        Files.writeString(folder.resolve("log-key"), "a key of more than 16 bytes");
        Files.createSymbolicLink(folder.resolve("access.log"), folder.resolve("stdout"));
        try (ChildProxy proxy = proxyOf("docs/logs.md")) {
            try (Socket device = new Socket(InetAddress.getLoopbackAddress(), proxy.awaitPort())) {
                device.getOutputStream().write(CONNECT.getBytes(StandardCharsets.ISO_8859_1));
                assertThat(device.getInputStream().readNBytes(4)).hasSize(4);
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(folder.resolve("stdout"))
                    .contains("client_closed"));

            // when
            List<String> printed = run("docs/logs.md", 3);

            // then the proxy, its log and OpenSSL have the same name for it
            List<String> found = printed.get(1).lines().toList();
            assertThat(found).hasSize(3);
            assertThat(found.get(0))
                    .matches("#[0-9a-f]{16}")
                    .isEqualTo("#" + printed.get(2).strip());
            assertThat(found.get(1)).contains(found.get(0), "connected").doesNotContain("pump-7");
            assertThat(found.get(2)).contains(found.get(0), "client_closed").doesNotContain("pump-7");
            assertThat(printed.get(0)).contains("io.mqttproxy.listener");
        }
    }

    @Test
    void reload() throws Exception {
        try (ChildProxy proxy = proxyOf("docs/reload.md")) {
            shell.set("PID", Long.toString(proxy.pid()));

            // when
            String printed = run("docs/reload.md", 1).get(0);

            // then the file is fine, and all three ways had it read
            assertThat(printed).contains("ok\n", "serves new connections").containsPattern("\"reloaded\": *true");
            proxy.awaitLog("Reload (SIGHUP): configuration");
        }
    }

    @Test
    void revokeADevice() throws Exception {
        // given a small CA of OpenSSL, which issued the README's device
        Files.copy(folder.resolve("certs/device-a.pem"), folder.resolve("device-a.pem"));
        Files.writeString(folder.resolve("ca.cnf"), """
                [ca]
                default_ca = small
                [small]
                database = index.txt
                certificate = certs/ca.pem
                private_key = certs/ca.key
                default_md = sha256
                """);
        shell.run(": >index.txt; openssl ca -config ca.cnf -gencrl -crldays 7 -out certs/device-ca.crl");
        byte[] before = Files.readAllBytes(folder.resolve("certs/device-ca.crl"));

        try (ChildProxy proxy = proxyOf("docs/revoke-a-device.md")) {
            // when
            List<String> printed = run("docs/revoke-a-device.md", 4);

            // then
            assertThat(printed.get(0).strip()).isEqualTo(serial(folder.resolve("device-a.pem")));
            assertThat(printed.get(1)).isNotEmpty();
            assertThat(printed.get(2)).doesNotContain("0a1b\"]").isNotEmpty();
            assertThat(folder.resolve("certs/device-ca.crl")).exists();
            assertThat(Files.readAllBytes(folder.resolve("certs/device-ca.crl")))
                    .isNotEqualTo(before);
            assertThat(proxy.stderr()).doesNotContain("ERROR");
        }
    }

    @Test
    void rotateACa() throws Exception {
        // given the CA that devices have, and another one
        shell.run(
                "cp certs/ca.pem old-ca.pem; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                        + " -subj '/CN=New Device CA' -keyout new-ca.key -out new-ca.pem");
        Files.writeString(folder.resolve("proxy.yaml"), configuration("docs/rotate-a-ca.md"));

        // when
        List<String> printed = run("docs/rotate-a-ca.md", 2);

        // then
        assertThat(printed.get(0)).endsWith("ok\n");
        assertThat(folder.resolve("certs/ca.pem")).hasSameBinaryContentAs(folder.resolve("new-ca.pem"));
    }

    /** The page's first configuration with addresses of this test. */
    private String configuration(String page) {
        return PageBlock.of(page).stream()
                .filter(block -> block.language().equals("yaml"))
                .findFirst()
                .orElseThrow()
                .text()
                .replaceAll("bind: 0\\.0\\.0\\.0:\\d+", "bind: \"127.0.0.1:0\"")
                .replace("127.0.0.1:9090", "\"127.0.0.1:0\"")
                .replaceAll("(10\\.0\\.0\\.1|127\\.0\\.0\\.1):1883", "\"127.0.0.1:" + first.port() + "\"")
                .replaceAll("10\\.0\\.0\\.2:1883|127\\.0\\.0\\.1:1884", "\"127.0.0.1:" + second.port() + "\"");
    }

    private ChildProxy proxyOf(String page) {
        String yaml = configuration(page);
        // the page about reloading takes the password of another page for a token; the one about logs names a key only
        // in words
        String withSecrets = yaml.replace("broker-password", "secrets/admin-token")
                .replace("hash: {", "hash: {key: {file: log-key}, ");
        ChildProxy proxy = ChildProxy.start(folder, withSecrets + "shutdown: {readinessGrace: 0s}\n");
        shell.adminPort(proxy.awaitAdminPort());
        return proxy;
    }

    /** Runs all blocks that are to be run, which must be so many. */
    private List<String> run(String page, int blocks) throws Exception {
        List<PageBlock> run =
                PageBlock.of(page).stream().filter(PageBlock::isToBeRun).toList();
        assertThat(run).hasSize(blocks);
        List<String> printed = new ArrayList<>();
        for (PageBlock block : run) {
            printed.add(shell.run(block.text()));
        }
        return printed;
    }

    private static String serial(Path certificate) throws Exception {
        try (InputStream in = Files.newInputStream(certificate)) {
            X509Certificate x509 =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return x509.getSerialNumber().toString(16);
        }
    }
}
