package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Source;
import io.mqttproxy.relay.Ban;
import io.mqttproxy.relay.BannedBy;
import io.mqttproxy.relay.Bans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeptBansTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Instant LATER = START.plus(Duration.ofHours(1));

    @TempDir
    private Path folder;

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    private Path file;
    private Instant now = START;
    private final InstantSource clock = () -> now;

    @BeforeEach
    void place() {
        file = folder.resolve("bans.yaml");
    }

    @AfterEach
    void stop() {
        background.shutdownNow();
    }

    @Test
    void outlastTheProcessWithTheirEndAndTheirReason() {
        // given
        try (KeptBans before = started()) {
            before.add(BannedBy.CLIENT_ID, "pump-7", LATER, "sends nonsense");
            before.add(BannedBy.ADDRESS, "192.0.2.7", null, null);
            before.add(BannedBy.IDENTITY, "over soon", START.plusSeconds(1), null);
        }

        // when
        now = START.plusSeconds(2);
        KeptBans after = started();

        // then
        assertThat(after.list())
                .containsExactlyInAnyOrder(
                        new Ban(BannedBy.CLIENT_ID, "pump-7", START, LATER, "sends nonsense"),
                        new Ban(BannedBy.ADDRESS, "192.0.2.7/32", START, null, null));
        assertThat(after.problem()).isNull();
    }

    @Test
    void areWrittenWithoutBeingAskedTo() throws IOException {
        // given
        KeptBans bans = started();

        // when
        bans.add(BannedBy.CLIENT_ID, "pump-7", null, null);
        bans.add(BannedBy.CLIENT_ID, "pump-8", null, null);
        bans.remove(BannedBy.CLIENT_ID, "pump-7");

        // then nothing is left of the way there
        await().atMost(LIMIT)
                .until(() -> Files.exists(file)
                        && content().contains("pump-8")
                        && !content().contains("pump-7")
                        && files().equals(List.of("bans.yaml")));
    }

    @Test
    void takeInWhatSomebodyElseHasWritten() throws IOException {
        // given
        KeptBans bans = started();
        bans.add(BannedBy.CLIENT_ID, "pump-7", null, null);
        await().atMost(LIMIT).until(() -> Files.exists(file));

        // when
        edit("bans: [{identity: x}]");

        // then it is what counts
        await().atMost(LIMIT).until(() -> values(bans).equals(List.of("x")));
    }

    @Test
    void mergeWhatWasMadeMeanwhileIntoWhatSomebodyElseHasWritten() throws IOException {
        // given a file that is not in order, and bans that wait for it
        KeptBans bans = started();
        bans.add(BannedBy.CLIENT_ID, "old", null, null);
        bans.add(BannedBy.CLIENT_ID, "stays", null, null);
        await().atMost(LIMIT).until(() -> Files.exists(file) && content().contains("stays"));
        edit("bans: [");
        bans.add(BannedBy.CLIENT_ID, "new", null, null);
        bans.remove(BannedBy.CLIENT_ID, "old");
        await().atMost(LIMIT).until(() -> bans.problem() != null);

        // when
        edit("bans: [{clientId: old}, {clientId: edited}]");

        // then the file is right but for what was made and lifted here
        await().atMost(LIMIT).until(() -> bans.problem() == null);
        assertThat(values(bans)).containsExactlyInAnyOrder("edited", "new");
        assertThat(content()).contains("edited", "new").doesNotContain("old", "stays");
    }

    @Test
    void neverReplaceAFileThatIsNotInOrder() throws IOException {
        // given
        KeptBans bans = started();
        bans.add(BannedBy.CLIENT_ID, "pump-7", null, null);
        await().atMost(LIMIT).until(() -> Files.exists(file));
        String broken = "bans:\n  - {clientId: a}\n  - {client: b}\n";
        edit(broken);

        // when
        bans.add(BannedBy.CLIENT_ID, "pump-8", null, null);

        // then
        await().atMost(LIMIT).until(() -> bans.problem() != null);
        assertThat(bans.problem()).contains("bans.yaml:3:5 bans[1]: nobody is named");
        bans.close();
        assertThat(content()).isEqualTo(broken);
        assertThat(values(bans)).containsExactlyInAnyOrder("pump-7", "pump-8");
    }

    @Test
    void areKeptWhenTheFileIsGone() throws IOException {
        // given
        KeptBans bans = started();
        bans.add(BannedBy.CLIENT_ID, "pump-7", null, null);
        await().atMost(LIMIT).until(() -> Files.exists(file));

        // when
        Files.delete(file);

        // then
        await().atMost(LIMIT).until(() -> Files.exists(file));
        assertThat(values(bans)).containsExactly("pump-7");
        assertThat(content()).contains("pump-7");
    }

    @Test
    void sayWhenTheyCannotBeWrittenAndAreWrittenLater() throws IOException {
        // given a folder that is not there, as when a disk is not
        file = folder.resolve("disk/bans.yaml");
        KeptBans bans = started();
        bans.add(BannedBy.CLIENT_ID, "pump-7", null, null);
        await().atMost(LIMIT).until(() -> bans.problem() != null);
        assertThat(bans.problem())
                .isEqualTo(
                        "bans.yaml: not written: NoSuchFileException (expected: a folder that the proxy may write to)");

        // when
        Files.createDirectory(folder.resolve("disk"));

        // then
        await().atMost(LIMIT).until(() -> bans.problem() == null);
        assertThat(content()).contains("pump-7");
    }

    @Test
    void keepThePermissionsOfTheFileAndTheLinkToIt() throws IOException {
        // given
        Path real = Files.writeString(folder.resolve("real.yaml"), "bans: []");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(file, real);
        KeptBans bans = started();

        // when
        bans.add(BannedBy.CLIENT_ID, "pump-7", null, null);
        await().atMost(LIMIT).until(() -> content().contains("pump-7"));

        // then
        assertThat(file).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void endWithTheProcessWithoutAFile() {
        try (KeptBans bans = new KeptBans(new Bans(clock), null, background, clock)) {
            bans.start();
            bans.add(BannedBy.CLIENT_ID, "pump-7", null, null);
            assertThat(values(bans)).containsExactly("pump-7");
            assertThat(bans.remove(BannedBy.CLIENT_ID, "pump-7")).isTrue();
            assertThat(bans.remove(BannedBy.CLIENT_ID, "pump-7")).isFalse();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void areTooLongForTheFileBeforeTheyAreTooLongForItsParser() {
        // given
        KeptBans bans = started();
        bans.add(BannedBy.CLIENT_ID, "first", null, null);
        await().atMost(LIMIT).until(() -> Files.exists(file));

        // when
        for (int i = 0; i < 40; i++) {
            bans.add(BannedBy.CLIENT_ID, i + "x".repeat(65_000), null, null);
        }

        // then they are in force, and the operator is told
        await().atMost(LIMIT).until(() -> bans.problem() != null);
        assertThat(bans.problem()).contains("expected: at most 2097152; lift some");
        assertThat(bans.list()).hasSize(41);
    }

    private KeptBans started() {
        FileRef ref = new FileRef(file, "bans.yaml", new Source("proxy.yaml", 1, 1, "bans.file"));
        KeptBans bans = new KeptBans(new Bans(clock), ref, background, clock);
        bans.start();
        return bans;
    }

    private static List<String> values(KeptBans bans) {
        return bans.list().stream().map(Ban::value).toList();
    }

    private String content() throws IOException {
        return Files.readString(file);
    }

    /** In one step for whoever reads it meanwhile. */
    private void edit(String content) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), content);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
