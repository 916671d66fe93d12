package io.mqttproxy.perf.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads processes from {@code /proc}. Immutable and thread-safe.
 *
 * <p>A process that has ended counts as nothing: those who ask check on their own that what they measure still lives.
 */
public final class Processes {

    /** Which number of the first line of {@code /proc/stat} is idle time; waiting for disks stands behind it. */
    private static final int IDLE = 4;

    private final Path proc;

    /** @param proc where the kernel shows its processes, {@code /proc} */
    public Processes(Path proc) {
        this.proc = proc;
    }

    /** This machine's. */
    public static Processes ofThisMachine() {
        return new Processes(Path.of("/proc"));
    }

    /** A process and all that it has started, and they. */
    public List<Long> familyOf(long pid) {
        List<ProcessStat> all = all();
        List<Long> family = new ArrayList<>(List.of(pid));
        for (int i = 0; i < family.size(); i++) {
            long parent = family.get(i);
            all.stream()
                    .filter(stat -> stat.parent() == parent)
                    .map(ProcessStat::pid)
                    .forEach(family::add);
        }
        return family;
    }

    /** CPU time of processes together, in nanoseconds. */
    public long cpuNanos(Collection<Long> pids) {
        return pids.stream()
                .flatMap(pid -> read(proc.resolve(Long.toString(pid))))
                .mapToLong(ProcessStat::cpuNanos)
                .sum();
    }

    /** The time that all cores together were not idle since the start of the machine, in nanoseconds. */
    public long busyNanos() {
        try {
            // user, nice, system, idle, iowait, irq, softirq, steal; guests are part of user
            String[] fields = Files.readString(proc.resolve("stat")).split("\\s+", 10);
            long busy = 0;
            for (int i = 1; i <= 8; i++) {
                busy += i == IDLE || i == IDLE + 1 ? 0 : Long.parseLong(fields[i]);
            }
            return busy * ProcessStat.TICK_NANOS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Proportional set size of processes together, in bytes: private memory, plus shared memory divided by the number of
     * those who share it.
     *
     * @throws UncheckedIOException when one cannot be read, which is so for processes of other users
     */
    public long pssBytes(Collection<Long> pids) {
        long sum = 0;
        for (long pid : pids) {
            Path file = proc.resolve(Long.toString(pid)).resolve("smaps_rollup");
            try {
                sum += pss(Files.readAllLines(file))
                        .orElseThrow(() -> new IOException(file + " has no line Pss (expected: Linux 4.14 or newer)"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sum;
    }

    private static OptionalLong pss(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst();
    }

    private List<ProcessStat> all() {
        try (Stream<Path> folders = Files.list(proc)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("[0-9]+"))
                    .flatMap(Processes::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing for a process that ended meanwhile. */
    private static Stream<ProcessStat> read(Path folder) {
        try {
            return Stream.of(ProcessStat.parse(Files.readString(folder.resolve("stat"))));
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
