package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.CommandLineTest.Result;
import io.mqttproxy.it.ProxyUnderTest;
import io.mqttproxy.testsupport.CertificateSpec;
import io.mqttproxy.testsupport.FreePort;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The option {@code --admin-config} of commands that talk to a running proxy. */
@Timeout(60)
class AdminConfigOptionTest {

    @TempDir
    private Path folder;

    private TestPki pki;
    private TestCertificate server;

    @BeforeEach
    void make() throws IOException {
        pki = TestPki.in(Files.createDirectory(folder.resolve("pki")));
        server = pki.issuing().issue(CertificateSpec.client("x").usage().dns("proxy.example.com"));
        Files.writeString(folder.resolve("token"), "let-me-in\n");
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

    /** The certificate has no name that would fit 127.0.0.1; it is the one of the configuration, byte for byte. */
    @Test
    void theConfigurationTellsAddressTokenAndCertificate() throws IOException {
        String admin = "bind: \"0.0.0.0:" + FreePort.find() + "\", tls: {certificate: own}";
        try (ProxyUnderTest proxy = ProxyUnderTest.exactly(folder, yaml(admin))) {
            String config = folder.resolve("proxy.yaml").toString();

            assertThat(CommandLineTest.run("status", "--admin-config", config).exitCode())
                    .isZero();
            assertThat(CommandLineTest.run("ban", "--client-id", "x", "--admin-config", config)
                            .exitCode())
                    .isZero();
            proxy.rewrite(yaml(admin)
                    .replace(
                            server.certFile().toString(),
                            pki.server().certFile().toString()));
            assertThat(CommandLineTest.run("status", "--admin-config", config).err())
                    .contains("its certificate is not believed: another certificate than the configured one");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "admin: {bind: \"127.0.0.1:0\"} | proxy.yaml:4:15 admin.bind: port 0, which is any (expected: --admin with the real one)",
                "# | proxy.yaml: no section admin (expected: admin with bind)",
                "admin: {bnd: x} | admin.bnd: unknown key (expected: bind)",
            })
    void aConfigurationThatDoesNotTellIsRefused(String admin, String message) throws IOException {
        Path config = Files.writeString(folder.resolve("proxy.yaml"), """
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters: {brokers: {backends: ["127.0.0.1:1"]}}
                logging: {access: "off"}
                """ + admin + "\n");

        Result result = CommandLineTest.run("status", "--admin-config", config.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains(message);
    }
}
