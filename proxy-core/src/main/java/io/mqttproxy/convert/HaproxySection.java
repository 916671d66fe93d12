package io.mqttproxy.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A section of haproxy.cfg with the lines of the {@code defaults} that are in force for it.
 *
 * @param head its first line, such as {@code frontend mqtts}
 * @param inherited of the {@code defaults} that it begins with
 * @param lines its own
 */
record HaproxySection(HaproxyLine head, List<HaproxyLine> inherited, List<HaproxyLine> lines) {
    private static final Set<String> KINDS = Set.of(
            "global",
            "defaults",
            "frontend",
            "backend",
            "listen",
            "peers",
            "resolvers",
            "userlist",
            "mailers",
            "program",
            "http-errors",
            "ring",
            "cache",
            "log-forward",
            "fcgi-app",
            "crt-store",
            "traces",
            "log-profile",
            "acme");

    String kind() {
        return head.first();
    }

    /** Empty where it has none, as {@code defaults} may. */
    String name() {
        return kind().equals("defaults")
                        && head.word(1).equals("from")
                        && head.words().size() == 3
                ? ""
                : head.word(1);
    }

    /** Its own lines behind those that it inherits, so that the last one of a kind counts. */
    List<HaproxyLine> all() {
        if (inherited.isEmpty()) {
            return lines;
        }
        List<HaproxyLine> all = new ArrayList<>(inherited);
        all.addAll(lines);
        return all;
    }

    /** Cuts a file into sections; lines before the first one are reported. */
    static List<HaproxySection> of(List<HaproxyLine> file, List<Note> notes) {
        List<HaproxySection> sections = new ArrayList<>();
        HaproxyDefaults defaults = new HaproxyDefaults(notes);
        @Nullable HaproxySection current = null;
        for (HaproxyLine line : file) {
            if (KINDS.contains(line.first())) {
                current = new HaproxySection(line, defaults.of(line), new ArrayList<>());
                sections.add(current);
                defaults.add(current);
            } else if (current == null) {
                notes.add(line.note("before the first section"));
            } else {
                current.lines().add(line);
            }
        }
        return sections;
    }
}
