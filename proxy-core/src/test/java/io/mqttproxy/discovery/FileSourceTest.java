package io.mqttproxy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.DiscoveryException;
import io.mqttproxy.routing.DiscoveryResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {

    @TempDir
    private Path folder;

    private Path file;
    private FileSource source;

    @BeforeEach
    void name() {
        file = folder.resolve("backends.yaml");
        source = new FileSource(file);
    }

    @Test
    void takesTheFirstContentAtOnceWithAllThatABackendCanHave() throws Exception {
        write("backends: [192.0.2.1:1883, {address: 192.0.2.2:1883, name: b, weight: 5, tier: 1, zone: west}]");

        assertThat(look())
                .containsExactly(Backend.of("192.0.2.1", 1883, 1), new Backend("b", "192.0.2.2", 1883, 5, 1, "west"));
    }

    @Test
    void takesAChangedContentWhenTheNextLookStillFindsIt() throws Exception {
        // given
        write("backends: [192.0.2.1:1883]");
        look();

        // when it is being written
        write("backends: [192.0.2.1:1883, 192.0.2.2:1883");
        assertThat(look()).hasSize(1);
        write("backends: [192.0.2.1:1883, 192.0.2.2:1883, 192.0.2.3:1883]");
        assertThat(look()).hasSize(1);

        // then
        assertThat(look()).hasSize(3);
        assertThat(look()).hasSize(3);
    }

    @Test
    void tellsEveryMistakeWithItsPlace() throws Exception {
        write("backends: [192.0.2.1, {address: 192.0.2.2:1883, wieght: 2}]\n");

        assertThat(failure().result()).isEqualTo(DiscoveryResult.INVALID);
        assertThat(failure())
                .hasMessageContaining(file + ":1:12 backends[0]: 192.0.2.1 (expected: address:port")
                .hasMessageContaining("wieght: unknown key (expected: weight)");
    }

    @Test
    void tellsAMistakeInAChangedContentAndRecovers() throws Exception {
        write("backends: [192.0.2.1:1883]");
        look();
        write("backends: []");
        look();
        assertThat(failure()).hasMessageContaining("empty list");
        write("backends: [192.0.2.9:1883]");
        look();

        assertThat(look()).containsExactly(Backend.of("192.0.2.9", 1883, 1));
    }

    @Test
    void tellsThatThereIsNoFileOrNothingInIt() throws Exception {
        assertThat(failure().result()).isEqualTo(DiscoveryResult.NOT_FOUND);
        assertThat(failure()).hasMessage(file + ": no such file");

        write(" \n");
        assertThat(failure()).hasMessageContaining("empty (expected: backends:");
    }

    @Test
    void refusesAFileThatIsTooLarge() throws Exception {
        Files.write(file, new byte[1024 * 1024 + 1]);

        assertThat(failure()).hasMessage(file + ": larger than 1048576 bytes");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private List<Backend> look() {
        return source.look().toCompletableFuture().join().backends();
    }

    private DiscoveryException failure() {
        try {
            throw new AssertionError("found " + look());
        } catch (CompletionException e) {
            return (DiscoveryException) Objects.requireNonNull(e.getCause());
        }
    }
}
