package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.CommandLineTest.Result;
import io.mqttproxy.it.ProxyUnderTest;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.TestAuthority;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestCrl;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.testsupport.TlsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that talk to a running proxy over TLS. */
@Timeout(60)
class AdminTlsCommandsTest {

    @TempDir
    private Path folder;

    private TestPki pki;
    private TestCertificate server;

    @BeforeEach
    void make() throws IOException {
        pki = TestPki.in(Files.createDirectory(folder.resolve("pki")));
        server = pki.server();
        Files.writeString(folder.resolve("token"), "let-me-in\n");
    }

    private ProxyUnderTest start(String admin) {
        return ProxyUnderTest.exactly(folder, yaml(admin));
    }

    private String yaml(String admin) {
        return """
                certificates: {own: {certFile: %s, keyFile: %s}}
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters: {brokers: {backends: ["127.0.0.1:1"], selfTest: false}}
                logging: {access: "off"}
                admin: {token: {file: token}, %s}
                """.formatted(server.certFile(), server.keyFile(), admin);
    }

    private String tls(String more) {
        return "bind: \"127.0.0.1:0\", tls: {certificate: own" + more + "}";
    }

    private String mutual() {
        return tls(", clientAuth: required, caFile: " + pki.caFile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "sessions", "refusals", "bans", "certificates", "explain --client-id x"})
    void everyCommandReadsOverTls(String command) {
        try (ProxyUnderTest proxy = start(tls(""))) {
            Result result = run(proxy, command, "--ca", pki.caFile().toString());

            assertThat(result.err()).isEmpty();
            assertThat(result.exitCode()).isZero();
            assertThat(result.out()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ban --client-id x", "drain 127.0.0.1:1", "reload"})
    void everyCommandChangesOverTls(String command) {
        try (ProxyUnderTest proxy = start(tls(""))) {
            Result result = run(
                    proxy,
                    command,
                    "--ca",
                    pki.caFile().toString(),
                    "--token-file",
                    folder.resolve("token").toString());

            assertThat(result.err()).isEmpty();
            assertThat(result.exitCode()).isZero();
        }
    }

    @Test
    void aCertificateIsShownWhereOneIsRequired() {
        TestCertificate operator = pki.client("operator");
        try (ProxyUnderTest proxy = start(mutual())) {
            assertThat(run(proxy, "status", showing(operator.certFile(), operator.keyFile()))
                            .exitCode())
                    .isZero();
            Path password = folder.resolve("token");
            Path encrypted = operator.encryptedKeyFile("let-me-in");
            String[] options = showing(operator.certFile(), encrypted);
            assertThat(run(proxy, "status", options).err())
                    .startsWith("--key: the key is encrypted and no --key-password-file is set: ");
            assertThat(run(proxy, "status --key-password-file " + password, options)
                            .exitCode())
                    .isZero();
        }
    }

    @Test
    void whoDoesNotKnowTheAuthorityIsToldToNameIt() {
        try (ProxyUnderTest proxy = start(tls(""))) {
            String stranger = pki.stranger().certFile().toString();

            for (Result result : List.of(run(proxy, "status"), run(proxy, "status", "--ca", stranger))) {
                assertThat(result.exitCode()).isEqualTo(1);
                assertThat(result.err())
                        .startsWith(address(proxy) + ": its certificate is not believed: ")
                        .endsWith("(expected: --ca with the CA that has signed it)" + System.lineSeparator());
            }
        }
    }

    @Test
    void theNamesInTheCertificateCount() {
        server = pki.issuing().issue(CertificateSpec.client("x").usage().dns("proxy.example.com"));
        try (ProxyUnderTest proxy = start(tls(""))) {
            assertThat(run(proxy, "status", "--ca", pki.caFile().toString()).err())
                    .startsWith(address(proxy) + ": its certificate is not believed: ")
                    .contains("127.0.0.1", "(expected: --admin with a name in it");
        }
    }

    @Test
    void anExpiredCertificateIsCalledThat() {
        TestCertificate expired = pki.issuing().issue(CertificateSpec.server().expired());
        try (TlsServer other = TlsServer.start(expired, null, "TLSv1.3")) {
            String address = "https://127.0.0.1:" + other.port();

            Result result = CommandLineTest.run(
                    "status", "--admin", address, "--ca", pki.caFile().toString());

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).startsWith(address + ": its certificate is not valid now: NotAfter: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void whoShowsNoCertificateIsToldThatOneIsWanted(String version) {
        try (ProxyUnderTest proxy = start(mutual().replace("own,", "own, versions: [" + version + "],"))) {
            Result result = run(proxy, "status", "--ca", pki.caFile().toString());

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err())
                    .startsWith(address(proxy) + ": ")
                    .contains(
                            "the proxy wants a client certificate (expected: --cert and --key, of a CA of admin.tls.caFile)");
        }
    }

    @Test
    void aRevokedCertificateIsCalledThat() {
        TestCertificate operator = pki.client("operator");
        Path crl = TestCrl.write(folder.resolve("own.crl"), pki.issuing().crl(operator.certificate()));
        try (ProxyUnderTest proxy = start(mutual().replace("}", ", crl: {files: [" + crl + "]}}"))) {
            assertThat(run(proxy, "status", showing(operator.certFile(), operator.keyFile()))
                            .err())
                    .startsWith(address(proxy) + ": the proxy refuses the certificate of --cert: it is revoked");
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNoCertificate() {
        TestAuthority stranger = pki.stranger();
        TestCertificate operator = stranger.client("operator");
        try (ProxyUnderTest proxy = start(mutual())) {
            Result result = run(proxy, "status", showing(operator.certFile(), operator.keyFile()));

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).contains("admin.tls.caFile");
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamedBeforeAnybodyIsAsked() {
        TestCertificate operator = pki.client("operator");
        TestCertificate expired =
                pki.issuing().issue(CertificateSpec.client("operator").expired());
        String nowhere = "https://127.0.0.1:1";
        String cert = operator.certFile().toString();

        assertThat(CommandLineTest.run("status", "--admin", nowhere, "--ca", "none.pem")
                        .err())
                .isEqualTo("--ca: cannot be read: NoSuchFileException: none.pem (expected: a PEM file with at least one"
                        + " certificate)" + System.lineSeparator());
        assertThat(CommandLineTest.run("status", "--admin", nowhere, "--cert", cert)
                        .err())
                .isEqualTo("--cert without --key (expected: both)" + System.lineSeparator());
        assertThat(CommandLineTest.run("status", "--admin", nowhere, "--key", cert)
                        .err())
                .isEqualTo("--key without --cert (expected: both)" + System.lineSeparator());
        assertThat(CommandLineTest.run(
                                "status",
                                "--admin",
                                nowhere,
                                "--cert",
                                cert,
                                "--key",
                                server.keyFile().toString())
                        .err())
                .startsWith("--key: the key does not belong to ")
                .contains("(expected: the private key of the first certificate in --cert)");
        assertThat(CommandLineTest.run(
                                "status",
                                "--admin",
                                nowhere,
                                "--cert",
                                expired.certFile().toString(),
                                "--key",
                                expired.keyFile().toString())
                        .err())
                .startsWith("--cert: the certificate expired on ");
    }

    @Test
    void plainAndEncryptedAreNotMixedUpWithoutAWord() {
        try (ProxyUnderTest plain = start("bind: \"127.0.0.1:0\"")) {
            assertThat(run(plain, "status").err())
                    .isEqualTo(address(plain) + ": this port does not speak TLS (expected: --admin http://…)"
                            + System.lineSeparator());
        }
        try (ProxyUnderTest encrypted = start(tls(""))) {
            String http = address(encrypted).replace("https", "http");
            assertThat(CommandLineTest.run("status", "--admin", http).err())
                    .isEqualTo(http + ": HTTP 400: this port speaks TLS (expected: https://)" + System.lineSeparator());
        }
    }

    private String[] showing(Path cert, Path key) {
        return new String[] {"--ca", pki.caFile().toString(), "--cert", cert.toString(), "--key", key.toString()};
    }

    private static Result run(ProxyUnderTest proxy, String command, String... options) {
        List<String> all = new ArrayList<>(List.of(command.split(" ")));
        all.addAll(List.of("--admin", address(proxy)));
        all.addAll(List.of(options));
        return CommandLineTest.run(all.toArray(new String[0]));
    }

    private static String address(ProxyUnderTest proxy) {
        return "https://127.0.0.1:"
                + Objects.requireNonNull(proxy.server().adminAddress()).getPort();
    }
}
