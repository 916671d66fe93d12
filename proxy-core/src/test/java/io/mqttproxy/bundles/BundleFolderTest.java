package io.mqttproxy.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqttproxy.config.Managed;
import io.mqttproxy.testsupport.TestCertificate;
import io.mqttproxy.testsupport.TestPki;
import io.mqttproxy.tls.KeyMaterial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the folder at each moment at which a process could die. */
class BundleFolderTest {

    private static final Managed SERVING = new Managed(List.of("a.example.com"), List.of("mqtts"), null);

    @TempDir
    private Path folder;

    private Path kept;
    private BundleFolder bundles;
    private TestPki pki;

    @BeforeEach
    void makeFolder() throws IOException {
        pki = TestPki.in(Files.createDirectory(folder.resolve("pki")));
        kept = Files.createDirectory(folder.resolve("bundles"));
        bundles = new BundleFolder(kept);
    }

    @Test
    void whatIsNotCommittedLeavesNothing() throws IOException {
        // when
        StagedBundle staged = bundles.stage(keys("server"), SERVING);

        // then it is there to be checked, and does not count
        assertThat(staged.pem()).content().contains("BEGIN CERTIFICATE", "BEGIN PRIVATE KEY");
        assertThat(kept.resolve("server.yaml")).doesNotExist();
        staged.close();
        assertThat(names()).isEmpty();
    }

    @Test
    void aReplacementCountsInOneStepAndTheOldKeyGoes() throws IOException {
        // given
        put("server");
        List<String> before = names();

        // when
        StagedBundle staged = bundles.stage(keys("server"), SERVING);
        String counting = Files.readString(kept.resolve("server.yaml"));
        assertThat(names()).containsAll(before);
        staged.commit();
        staged.close();

        // then
        assertThat(counting).contains(pemOf(before));
        assertThat(names()).hasSize(2).contains("server.yaml").doesNotContain(pemOf(before));
        assertThat(Files.readString(kept.resolve("server.yaml")))
                .contains("pem: " + staged.pem().getFileName(), "sni: [\"a.example.com\"]", "listeners: [\"mqtts\"]");
    }

    @Test
    void theSameOnceMoreThatIsNotCommittedLeavesTheOneThatCounts() throws IOException {
        // given
        KeyMaterial keys = keys("server");
        try (StagedBundle staged = bundles.stage(keys, SERVING)) {
            staged.commit();
        }
        List<String> before = names();

        // when
        bundles.stage(keys, SERVING).close();

        // then
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void othersAreLeftAloneWhateverTheirNames() throws IOException {
        // given
        put("a.0123456789abcdef");
        put("ns/a");
        Files.writeString(kept.resolve("a.mine.pem"), "of the operator");
        List<String> before = names();

        // when
        put("a");
        bundles.remove("a");

        // then
        assertThat(names()).isEqualTo(before).contains("ns+a.yaml");
    }

    @Test
    void aFileThatSomebodyHasPutInTheWayIsNotWrittenThrough() throws IOException {
        // given a link to a file of somebody else where the new one is prepared
        Path victim = Files.writeString(folder.resolve("victim"), "untouched");
        Files.createSymbolicLink(kept.resolve(".server.yaml.new"), victim);

        // when
        put("server");

        // then
        assertThat(victim).hasContent("untouched");
        assertThat(kept.resolve("server.yaml")).isRegularFile();
    }

    @Test
    void aFolderThatIsGoneIsAnError() throws IOException {
        // given
        Files.delete(kept);
        KeyMaterial keys = keys("server");

        // then
        assertThatThrownBy(() -> bundles.stage(keys, SERVING)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "..", ".x", "a/b/c", "a/.b", "", "a\nb", "a+b"})
    void aNameThatCannotBeAFileIsRefused(String name) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> bundles.remove(name));
    }

    private void put(String name) throws IOException {
        try (StagedBundle staged = bundles.stage(keys(name), SERVING)) {
            staged.commit();
        }
    }

    private KeyMaterial keys(String name) {
        TestCertificate certificate = pki.server();
        return new KeyMaterial(name, certificate.privateKey(), certificate.chain());
    }

    private static String pemOf(List<String> names) {
        return names.stream().filter(name -> name.endsWith(".pem")).findFirst().orElseThrow();
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(kept)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
