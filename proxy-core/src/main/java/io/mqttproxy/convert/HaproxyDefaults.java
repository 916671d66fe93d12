package io.mqttproxy.convert;

import java.util.ArrayList;
import java.util.List;

/**
 * The {@code defaults} sections of a file so far. A section begins with the last one, or with the one that it names behind
 * {@code from}; a {@code defaults} section begins with nothing unless it names one (HAProxy's configuration manual, section
 * 4). Used by one thread.
 */
final class HaproxyDefaults {
    private final List<HaproxySection> sections = new ArrayList<>();
    private final List<Note> notes;

    HaproxyDefaults(List<Note> notes) {
        this.notes = notes;
    }

    /** Takes another section in, whatever it is. */
    void add(HaproxySection section) {
        if (section.kind().equals("defaults")) {
            sections.add(section);
        }
    }

    /**
     * What a section begins with. A name that HAProxy would refuse is reported and means nothing.
     *
     * @param head the first line of the section
     */
    List<HaproxyLine> of(HaproxyLine head) {
        List<String> words = head.words();
        int from = words.size() - 2;
        return switch (head.first()) {
            case "frontend", "backend", "listen" -> from > 1 && words.get(from).equals("from") ? named(head) : last();
            case "defaults" -> from > 0 && words.get(from).equals("from") ? named(head) : List.of();
            default -> List.of();
        };
    }

    private List<HaproxyLine> last() {
        return sections.isEmpty()
                ? List.of()
                : sections.get(sections.size() - 1).all();
    }

    private List<HaproxyLine> named(HaproxyLine head) {
        String name = head.word(head.words().size() - 1);
        List<HaproxySection> found =
                sections.stream().filter(each -> each.name().equals(name)).toList();
        if (found.size() == 1) {
            return found.get(0).all();
        }
        String why =
                found.isEmpty() ? "no defaults of that name before it" : "several defaults before it have that name";
        notes.add(head.note("from " + name, why + "; only the lines of its own count"));
        return List.of();
    }
}
