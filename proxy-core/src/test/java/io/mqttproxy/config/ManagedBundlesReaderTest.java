package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder of managed bundles as a start, a reload and {@code check} read it. */
class ManagedBundlesReaderTest {

    @TempDir
    private Path folder;

    private Path kept;

    @BeforeEach
    void makeFolder() throws IOException {
        kept = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(kept.resolve("some.0123456789abcdef.pem"), "pem");
        Files.writeString(kept.resolve(".some.yaml.new"), "of a process that died");
    }

    @Test
    void readsWhatIsWritten() throws Exception {
        // given
        Managed managed = new Managed(List.of("b.example.com", "*.c.example.com"), List.of("mqtts", "other-1"), null);
        write("acme+mqtt.yaml", ManagedBundleFile.text("some.0123456789abcdef.pem", managed));
        write(
                "plain.yaml",
                ManagedBundleFile.text("some.0123456789abcdef.pem", new Managed(List.of(), List.of(), null)));

        // when
        ProxyConfig config = load();

        // then
        assertThat(config.certificates()).containsOnlyKeys("acme/mqtt", "plain");
        CertificateConfig bundle = Objects.requireNonNull(config.certificates().get("acme/mqtt"));
        assertThat(bundle.managed()).isEqualTo(managed);
        assertThat(bundle.keys().files())
                .extracting(FileRef::path)
                .containsOnly(kept.resolve("some.0123456789abcdef.pem"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 1:1: empty (expected: ",
                "sni: [] | 1:1: missing key pem (expected: the name of a PEM file in the same folder)",
                "pem: ../server.key | 1:6 pem: ../server.key (expected: the name of a PEM file in the same folder)",
                "pem: /etc/passwd | 1:6 pem: /etc/passwd (expected: the name of a PEM file in the same folder)",
                "pem: gone.pem | 1:6 pem: no such file: gone.pem (expected: the name of a PEM file in the same folder)",
                "'{pem: some.0123456789abcdef.pem, sni: [a..b]}' | sni[0]: a..b (expected: a host name such as",
                "'{pem: some.0123456789abcdef.pem, sni: [a.b, A.b]}' | sni[1]: A.b (expected: each at most once)",
                "'{pem: some.0123456789abcdef.pem, listener: [a]}' | listener: unknown key (expected: listeners)",
                "'[half' | invalid YAML: ",
            })
    void saysWhatIsWrongInAFileWithItsPlace(String content, String problem) throws Exception {
        // given
        write("broken.yaml", content + "\n");

        // then
        assertThat(problems()).singleElement().satisfies(text -> assertThat(text)
                .startsWith(kept.resolve("broken.yaml").toString())
                .contains(problem, "(expected: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {".hidden.yaml", "a+b+c.yaml", "a b.yaml", ".yaml"})
    void aFileThatIsNamedLikeNoBundleIsAProblem(String name) throws Exception {
        // given
        write(name, "pem: some.0123456789abcdef.pem\n");

        // then
        assertThat(problems()).singleElement().asString().contains("not the name of a bundle: ");
    }

    @Test
    void aLaterConfigurationMayNotGiveTheirNamesToOthers() throws Exception {
        // given
        write("mine.yaml", "{pem: some.0123456789abcdef.pem, sni: [a.example.com], listeners: [mqtts]}\n");
        Files.writeString(folder.resolve("server.pem"), "pem");

        // then
        assertThat(problems("""
                certificates: {server: {certFile: server.pem, keyFile: server.pem}}
                listeners:
                  mqtts: {bind: "127.0.0.1:8883", tls: {certificates: [{bundle: server, sni: [a.example.com]}]}}
                clusters: {brokers: {backends: ["127.0.0.1:1883"]}}
                admin: {bind: "127.0.0.1:9090", bundleDir: bundles}
                """))
                .singleElement()
                .asString()
                .contains("mine.yaml:1:1: sni: a.example.com is served by bundle server at listener mqtts (expected: ");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(kept.resolve(name), content);
    }

    private ProxyConfig load() throws Exception {
        return load("""
                listeners: {mqtt: {bind: "127.0.0.1:1884"}}
                clusters: {brokers: {backends: ["127.0.0.1:1883"]}}
                admin: {bind: "127.0.0.1:9090", bundleDir: bundles}
                """);
    }

    private ProxyConfig load(String yaml) throws Exception {
        return new ConfigLoader(Map.of()).load(Files.writeString(folder.resolve("proxy.yaml"), yaml));
    }

    private List<String> problems() throws Exception {
        try {
            load();
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }

    private List<String> problems(String yaml) throws Exception {
        try {
            load(yaml);
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }
}
