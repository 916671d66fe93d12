package io.mqttproxy.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the section {@code global} says about all others. Used by one thread. */
final class Globals {
    private static final Set<String> OURS_ANYWAY = Set.of(
            "log", "daemon", "chroot", "user", "group", "pidfile", "stats", "maxconn", "ulimit-n", "master-worker");

    private final Map<String, String> bases = new TreeMap<>();
    private final List<String> bindOptions = new ArrayList<>();
    private int threads;

    Globals(List<HaproxySection> sections, List<Note> notes) {
        for (HaproxySection section : sections) {
            if (section.kind().equals("global")) {
                section.lines().forEach(line -> read(line, notes));
            }
        }
    }

    private void read(HaproxyLine line, List<Note> notes) {
        switch (line.first()) {
            case "crt-base", "ca-base" -> bases.put(line.first(), line.word(1));
            case "ssl-default-bind-ciphers" -> bindOptions.addAll(List.of("ciphers", line.word(1)));
            case "ssl-default-bind-ciphersuites" -> bindOptions.addAll(List.of("ciphersuites", line.word(1)));
            case "ssl-default-bind-curves" -> bindOptions.addAll(List.of("curves", line.word(1)));
            case "ssl-default-bind-options" -> bindOptions.addAll(line.from(1));
            case "nbthread" -> threads = line.word(1).matches("[1-9]\\d{0,2}") ? Integer.parseInt(line.word(1)) : 0;
            default ->
                notes.add(line.note(
                        OURS_ANYWAY.contains(line.first())
                                ? "the service manager, the section logging and the admin port do this here"
                                : "has no counterpart"));
        }
    }

    /** What every {@code bind} with TLS begins with. */
    List<String> bindOptions() {
        return bindOptions;
    }

    /** Event loops, 0 when nothing is said. */
    int threads() {
        return threads;
    }

    /** A file of certificates and keys, {@code crt-base}, or of CAs, {@code ca-base}. */
    String resolve(String base, String file) {
        String folder = bases.getOrDefault(base, "");
        return folder.isEmpty() || file.startsWith("/")
                ? file
                : Path.of(folder).resolve(file).toString();
    }
}
