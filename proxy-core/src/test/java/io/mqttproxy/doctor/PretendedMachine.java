package io.mqttproxy.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

/** A machine out of files: a mid-sized one on which everything is fine, until a test changes something. */
final class PretendedMachine {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final long GIB = 1L << 30;

    private final Path root;

    PretendedMachine(Path root) throws IOException {
        this.root = root;
        with("proc/self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             96365                96365                processes
                Max open files            1048576              1048576              files
                """);
        with("proc/meminfo", "MemTotal:       16777216 kB\nMemFree: 1 kB\n");
        with("proc/sys/fs/file-max", "9223372036854775807\n");
        with("proc/sys/net/core/somaxconn", "4096\n");
        with("proc/sys/net/ipv4/tcp_max_syn_backlog", "2048\n");
        with("proc/sys/net/ipv4/ip_local_port_range", "1024\t65535\n");
        with("proc/sys/net/ipv4/tcp_tw_reuse", "1\n");
    }

    /** Writes what the kernel would say. */
    PretendedMachine with(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, content);
        return this;
    }

    Machine machine() {
        return new Machine(root, 4, 4 * GIB, root, NOW);
    }
}
