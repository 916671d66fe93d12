package io.mqttproxy.convert;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts haproxy.cfg into lines and words: {@code #} begins a comment, a backslash takes the next character as it is, double
 * quotes keep blanks, single quotes keep everything (HAProxy's configuration manual, section 2.2).
 */
final class HaproxySyntax {
    private final List<HaproxyLine> lines = new ArrayList<>();
    private final List<Note> notes;

    HaproxySyntax(List<Note> notes) {
        this.notes = notes;
    }

    List<HaproxyLine> parse(String text) {
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            List<String> words = words(line, number);
            if (!words.isEmpty()) {
                lines.add(new HaproxyLine(number, words));
            }
        }
        return lines;
    }

    private List<String> words(String line, int number) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && c == '#') {
                break;
            }
            if (quote == 0 && (c == ' ' || c == '\t')) {
                inWord = end(words, word, inWord);
            } else if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                inWord = true;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                inWord = true;
            } else if (c == quote) {
                quote = 0;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        end(words, word, inWord);
        if (quote != 0) {
            notes.add(new Note(number, words.get(0), "a quote that does not end; the line is left out"));
            return List.of();
        }
        return words;
    }

    private static boolean end(List<String> words, StringBuilder word, boolean inWord) {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
        }
        return false;
    }
}
