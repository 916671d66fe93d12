package io.mqttproxy.admin;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest text, two blanks between them; longer texts than a line of a terminal can use are cut. */
final class TextTable {

    /** In characters: every row is filled up to the widest text. */
    static final int WIDEST = 200;

    private final List<String[]> rows = new ArrayList<>();
    private final int[] widths;

    TextTable(String... heads) {
        this.widths = new int[heads.length];
        row(heads);
    }

    /** As many texts as there are heads. */
    void row(String... cells) {
        String[] row = cells.clone();
        for (int i = 0; i < row.length; i++) {
            row[i] = cut(row[i]);
            widths[i] = Math.max(widths[i], row[i].length());
        }
        rows.add(row);
    }

    private static String cut(String text) {
        if (text.length() <= WIDEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(WIDEST - 2)) ? WIDEST - 2 : WIDEST - 1;
        return text.substring(0, end) + "…";
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] + 2 - row[i].length()));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
