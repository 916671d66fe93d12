package io.mqttproxy.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {

    @TempDir
    private Path proc;

    private void process(long pid, long parent, long ticks, String rollup) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(
                folder.resolve("stat"), pid + " (worker) S " + parent + " 0 0 0 0 0 0 0 0 0 " + ticks + " 1 0 0 0\n");
        Files.writeString(folder.resolve("smaps_rollup"), rollup);
    }

    @Test
    void knowsAMasterWithItsWorkersAndTheirs() throws IOException {
        process(10, 1, 0, "");
        process(11, 10, 0, "");
        process(12, 11, 0, "");
        process(13, 1, 0, "");
        Files.createDirectories(proc.resolve("self"));

        List<Long> family = new Processes(proc).familyOf(10);

        assertThat(family).containsExactly(10L, 11L, 12L);
    }

    @Test
    void addsUpCpuAndCountsThoseWhoHaveEndedAsNothing() throws IOException {
        process(10, 1, 4, "");
        process(11, 10, 6, "");

        long nanos = new Processes(proc).cpuNanos(List.of(10L, 11L, 99L));

        assertThat(nanos).isEqualTo((4 + 1 + 6 + 1) * ProcessStat.TICK_NANOS);
    }

    @Test
    void addsUpPss() throws IOException {
        process(10, 1, 0, "5563993d4000-7ffed9430000 ---p 00000000 00:00 0  [rollup]\nRss: 90 kB\nPss:    30 kB\n");
        process(11, 10, 0, "Pss:    12 kB\nPss_Dirty: 4 kB\n");

        long bytes = new Processes(proc).pssBytes(List.of(10L, 11L));

        assertThat(bytes).isEqualTo(42 * 1024);
    }

    @Test
    void doesNotTakeAMissingPssForZero() throws IOException {
        process(10, 1, 0, "Rss: 90 kB\n");
        Processes processes = new Processes(proc);

        assertThatThrownBy(() -> processes.pssBytes(List.of(10L)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("expected:");
    }

    @Test
    void aMachineIsBusyWhenItIsNeitherIdleNorWaitsForDisks() throws IOException {
        Files.writeString(proc.resolve("stat"), "cpu  1 20 300 7 7 4000 50000 600000 1 0\ncpu0 9 9 9 9 9 9 9 9 9 9\n");

        long nanos = new Processes(proc).busyNanos();

        assertThat(nanos).isEqualTo(654_321 * ProcessStat.TICK_NANOS);
    }

    @Test
    void readsThisVeryProcess() {
        long own = ProcessHandle.current().pid();

        assertThat(Processes.ofThisMachine().cpuNanos(List.of(own))).isPositive();
        assertThat(Processes.ofThisMachine().pssBytes(List.of(own))).isGreaterThan(1 << 20);
    }
}
