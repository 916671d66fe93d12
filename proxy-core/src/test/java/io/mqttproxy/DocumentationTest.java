package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.Profile;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.relay.CloseReason;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestCrl;
import io.mqttproxy.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documentation shows works, and what it lists is complete. */
class DocumentationTest {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    /** The files that the configurations in the documentation name. */
    @BeforeEach
    void makeTheNamedFiles() throws IOException {
        Path certs = Files.createDirectories(folder.resolve("certs"));
        TestPki pki = TestPki.in(certs);
        TestCertificate server = pki.server();
        Files.copy(server.certFile(), certs.resolve("server.pem"));
        Files.copy(server.keyFile(), certs.resolve("server.key"));
        Files.copy(pki.caFile(), certs.resolve("ca.pem"));
        Files.writeString(folder.resolve("broker-password"), "secret\n");
        Files.writeString(folder.resolve("tickets"), "5a".repeat(32));
        Files.writeString(folder.resolve("admin-token"), "0123456789abcdef0123456789abcdef");
        TestCrl.write(
                certs.resolve("device-ca.crl"), pki.root().crl(), pki.issuing().crl());
        Files.writeString(folder.resolve("backends.yaml"), "backends: [10.0.0.1:1883]\n");
    }

    static List<String> yamlBlocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        for (Path page : pages()) {
            Matcher block = YAML.matcher(Files.readString(page));
            while (block.find()) {
                blocks.add(block.group(1));
            }
        }
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("yamlBlocks")
    void everyYamlBlockIsAConfigurationThatPassesTheCheck(String yaml) throws Exception {
        // given
        Path file = Files.writeString(folder.resolve("proxy.yaml"), yaml);

        // when
        ProxyConfig config = new ConfigLoader(Map.of()).load(file);
        ProxyServer.check(config);

        // then
        assertThat(config.listeners()).isNotEmpty();
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void theReadmeShowsAtLeastTheFirstConfigurationAndTheBalancedOne() throws IOException {
        assertThat(yamlBlocks()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void everyCloseReasonIsExplainedUnderItsOwnAnchor() throws IOException {
        String page = Files.readString(TOP.resolve("docs/close-reasons.md"));

        for (CloseReason reason : CloseReason.values()) {
            assertThat(page).contains("<a id=\"" + reason.label() + "\"></a>");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GENERIC")
    void everyProfileHasAPageWhoseConfigurationsUseIt(Profile profile) throws IOException {
        // given
        Path page = TOP.resolve("docs/brokers/" + profile.configName() + ".md");

        // then
        assertThat(page).exists();
        assertThat(Files.readString(page)).contains("profile: " + profile.configName());
        assertThat(TOP.resolve("docs/brokers/README.md")).content().contains("(" + profile.configName() + ".md)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/tls.md", "docs/proxy-protocol.md", "docs/health.md", "docs/discovery.md"})
    void everyTestThatAPageNamesIsThere(String page) throws IOException {
        // given
        Matcher name = Pattern.compile("`(\\w+(?:Test|IT))`").matcher(Files.readString(TOP.resolve(page)));
        Set<String> named = new TreeSet<>();
        while (name.find()) {
            named.add(name.group(1) + ".java");
        }

        // when
        List<String> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            sources = files.map(file -> String.valueOf(file.getFileName())).toList();
        }

        // then
        assertThat(named).hasSizeGreaterThan(2);
        assertThat(sources).containsAll(named);
    }

    @Test
    void everyRowOfTheTlsPagesOptionsNamesATest() throws IOException {
        List<String> rows = Files.readAllLines(TOP.resolve("docs/tls.md")).stream()
                .dropWhile(line -> !line.startsWith("| EMQX"))
                .takeWhile(line -> !line.startsWith("## TLS to the backends"))
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(15).allMatch(row -> row.matches(".*\\| `\\w+(Test|IT)`[^|]*\\|"));
    }

    @Test
    void everyLinkBetweenPagesLeadsToAFile() throws IOException {
        Pattern link = Pattern.compile("]\\((?!https?:|#)([^)#]+)");
        for (Path page : pages()) {
            Matcher target = link.matcher(Files.readString(page));
            while (target.find()) {
                assertThat(page.resolveSibling(target.group(1)))
                        .as("a link in %s", page)
                        .exists();
            }
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(
                List.of(TOP.resolve("README.md"), TOP.resolve("SECURITY.md"), TOP.resolve("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.walk(TOP.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }
}
