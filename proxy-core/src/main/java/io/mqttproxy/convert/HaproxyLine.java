package io.mqttproxy.convert;

import java.util.List;

/**
 * One line of haproxy.cfg.
 *
 * @param number from 1
 * @param words at least one, without quotes
 */
record HaproxyLine(int number, List<String> words) {
    /** The directive. */
    String first() {
        return words.get(0);
    }

    /** A word by its position, or nothing. */
    String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /** The words behind the first ones. */
    List<String> from(int index) {
        return index < words.size() ? words.subList(index, words.size()) : List.of();
    }

    boolean startsWith(String... start) {
        return words.size() >= start.length && words.subList(0, start.length).equals(List.of(start));
    }

    Note note(String text) {
        return new Note(number, String.join(" ", words.subList(0, Math.min(2, words.size()))), text);
    }

    /** About one option of the line. */
    Note note(String option, String text) {
        return new Note(number, first() + " … " + option, text);
    }
}
