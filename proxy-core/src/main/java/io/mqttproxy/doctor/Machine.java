package io.mqttproxy.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known about the machine: Linux tells in {@code /proc} and {@code /sys}, proc(5) and cgroups(7). What is not there,
 * as on other systems, is unknown and never an error.
 *
 * @param root before {@code /proc} and {@code /sys}; {@code /} except in tests
 * @param processors that the JVM may use
 * @param heap bytes, the largest that the JVM may take
 * @param temporary where native libraries are unpacked
 * @param now the machine's clock
 */
public record Machine(Path root, int processors, long heap, Path temporary, Instant now) {
    private static final Pattern OPEN_FILES = Pattern.compile("Max open files +(\\S+) +(\\S+) .*");
    private static final Pattern TOTAL = Pattern.compile("MemTotal: +(\\d+) kB");
    private static final long KIB = 1024;

    /** The number in a file below {@code /proc/sys}, such as {@code net/core/somaxconn}. */
    OptionalLong setting(String name) {
        return number("proc/sys/" + name, 0);
    }

    /** How many local ports there are for connections to one address of a backend. */
    OptionalLong localPorts() {
        OptionalLong first = number("proc/sys/net/ipv4/ip_local_port_range", 0);
        OptionalLong last = number("proc/sys/net/ipv4/ip_local_port_range", 1);
        return first.isPresent() && last.isPresent()
                ? OptionalLong.of(last.getAsLong() - first.getAsLong() + 1)
                : OptionalLong.empty();
    }

    /** How many files this process may have open; the JVM has raised the soft limit to the hard one when it started. */
    OptionalLong openFiles() {
        for (String line : lines("proc/self/limits")) {
            Matcher limit = OPEN_FILES.matcher(line);
            if (limit.matches()) {
                return limit.group(1).equals("unlimited") ? OptionalLong.of(Long.MAX_VALUE) : parse(limit.group(1));
            }
        }
        return OptionalLong.empty();
    }

    /** Bytes of memory: the machine's, or less where a cgroup (version 2) has less. */
    OptionalLong memory() {
        OptionalLong group = number("sys/fs/cgroup/memory.max", 0);
        for (String line : lines("proc/meminfo")) {
            Matcher total = TOTAL.matcher(line);
            if (total.matches()) {
                long bytes = Long.parseLong(total.group(1)) * KIB;
                return OptionalLong.of(Math.min(bytes, group.orElse(bytes)));
            }
        }
        return group;
    }

    private OptionalLong number(String file, int position) {
        List<String> lines = lines(file);
        if (lines.isEmpty()) {
            return OptionalLong.empty();
        }
        String[] words = lines.get(0).trim().split("\\s+", -1);
        return position < words.length ? parse(words[position]) : OptionalLong.empty();
    }

    private static OptionalLong parse(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
