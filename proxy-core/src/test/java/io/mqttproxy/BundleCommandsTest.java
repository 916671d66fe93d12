package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.CommandLineTest.Result;
import io.mqttproxy.it.ProxyUnderTest;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands about bundles, against a running proxy. */
@Timeout(120)
class BundleCommandsTest {

    @TempDir
    private Path folder;

    private StubBroker broker;
    private ProxyUnderTest proxy;
    private TestPki pki;
    private Path token;

    @BeforeEach
    void start() throws IOException {
        broker = StubBroker.start(StubBehaviour.accepting());
        pki = TestPki.in(Files.createDirectory(folder.resolve("pki")));
        TestCertificate server = pki.server();
        token = Files.writeString(folder.resolve("token"), "let-me-in\n");
        Files.createDirectory(folder.resolve("bundles"));
        proxy = ProxyUnderTest.startWithAdmin(
                folder,
                """
                certificates: {server: {certFile: %s, keyFile: %s}}
                listeners: {mqtts: {bind: "127.0.0.1:0", tls: {certificates: [server]}}}
                clusters: {brokers: {backends: ["127.0.0.1:%d"], selfTest: false}}
                logging: {access: "off"}
                """.formatted(server.certFile(), server.keyFile(), broker.port()),
                "{bind: \"127.0.0.1:0\", token: {file: token}, bundleDir: bundles}");
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    @Test
    void bundlesListsThem() {
        assertThat(run("bundles").out().lines().map(line -> line.replaceAll(" +", " ")))
                .satisfiesExactly(
                        head -> assertThat(head).isEqualTo("BUNDLE DAYS LEFT UNTIL FROM USED BY SERVER NAMES SHA-256"),
                        row -> assertThat(row).matches("server \\d+ 20\\S+Z file listener mqtts - [0-9a-f]{64}"));
        assertThat(run("bundles", "--format", "json").out())
                .startsWith("{\"bundles\":[{\"bundle\":\"server\",\"origin\":\"file\",\"daysLeft\":")
                .endsWith("],\"changes\":[]}\n");
    }

    @Test
    void putReplacesOneAndDeleteTakesItBack() throws IOException {
        // given
        TestCertificate second = pki.server();
        Path password = Files.writeString(folder.resolve("password"), "open sesame\n");

        // when
        Result put = withToken(
                "bundle",
                "put",
                "server",
                "--certificate",
                second.certFile().toString(),
                "--private-key",
                second.encryptedKeyFile("open sesame").toString(),
                "--private-key-password-file",
                password.toString(),
                "--sni",
                "a.example.com,*.b.example.com",
                "--listener",
                "mqtts");

        // then
        assertThat(put.err()).isEmpty();
        assertThat(put.exitCode()).isZero();
        assertThat(put.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("bundle server of the admin port serves new connections, \\d+ days left"
                                        + " \\([0-9a-f-]+\\)"),
                        line -> assertThat(line)
                                .isEqualTo("warning: its certificate is not for a.example.com, *.b.example.com"));
        assertThat(run("bundles").out())
                .containsPattern("server .* managed +listener mqtts +a\\.example\\.com \\*\\.b\\.example\\.com ");
        assertThat(withToken("bundle", "delete", "server").out())
                .matches(
                        "bundle server of the configuration serves new connections, \\d+ days left \\([0-9a-f-]+\\)\n");
    }

    @Test
    void aBundleInANamespaceComesAndGoes() {
        // given
        TestCertificate tenant = pki.server();

        // then
        assertThat(put("acme/mqtt", tenant.certFile(), tenant.keyFile()).out())
                .startsWith("bundle acme/mqtt of the admin port is kept, and nobody serves it, ");
        assertThat(withToken("bundle", "delete", "acme/mqtt").out()).startsWith("bundle acme/mqtt is gone (");
    }

    @Test
    void whatIsWrongIsSaid() {
        // given
        TestCertificate second = pki.server();

        // then
        Result wrongKey = put("server", second.certFile(), pki.server().keyFile());
        assertThat(wrongKey.exitCode()).isEqualTo(1);
        assertThat(wrongKey.err())
                .contains("refused, and nothing has changed:\nbundle server key: the key does not belong to ");
        assertThat(put("server", folder.resolve("nowhere"), second.keyFile()).err())
                .isEqualTo("--certificate: " + folder.resolve("nowhere") + " (expected: a file that can be read)\n");
        assertThat(run(
                                "bundle",
                                "put",
                                "server",
                                "--certificate",
                                second.certFile().toString(),
                                "--private-key",
                                second.keyFile().toString())
                        .err())
                .contains("wrong or missing token");
        assertThat(withToken("bundle", "delete", "server").err())
                .contains("bundle server is one of the configuration (expected: ");
        assertThat(withToken("bundle", "delete", "nobody").exitCode()).isEqualTo(1);
        assertThat(CommandLineTest.run("bundle").exitCode()).isEqualTo(2);
        assertThat(CommandLineTest.run("bundle", "put", "server").exitCode()).isEqualTo(2);
    }

    @Test
    void whatTheAdminPortWouldNotTakeIsNotSent() throws IOException {
        // given two files that are small enough, and too large together
        Path large = Files.writeString(folder.resolve("large.pem"), "x".repeat(40_000));
        Path larger = Files.writeString(folder.resolve("larger.pem"), "x".repeat(70_000));

        // then
        assertThat(put("server", large, large).err())
                .startsWith("--certificate and --private-key: more than 65536 bytes together, as JSON (expected: ");
        assertThat(put("server", larger, large).err())
                .isEqualTo("--certificate: " + larger + ": larger than 65536 bytes (expected: a PEM file)\n");
    }

    private Result put(String name, Path certificate, Path key) {
        return withToken(
                "bundle", "put", name, "--certificate", certificate.toString(), "--private-key", key.toString());
    }

    private Result withToken(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--token-file", token.toString()));
        return run(words.toArray(String[]::new));
    }

    private Result run(String... command) {
        int port = Objects.requireNonNull(proxy.server().adminAddress()).getPort();
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--admin", "http://127.0.0.1:" + port));
        return CommandLineTest.run(words.toArray(String[]::new));
    }
}
