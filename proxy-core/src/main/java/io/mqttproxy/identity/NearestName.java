package io.mqttproxy.identity;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that a mistyped one was probably meant to be. */
public final class NearestName {
    /** Longer ones are no typing mistakes, and would cost time. */
    private static final int LONGEST = 64;

    private NearestName() {}

    /**
     * The nearest name by Levenshtein distance, in which case does not count.
     *
     * @param mistyped what was written
     * @param names what could have been meant; the first of several equally near ones wins
     * @return null when none is near enough to be offered: more than a third of its characters would have to change
     */
    public static @Nullable String of(String mistyped, Collection<String> names) {
        if (mistyped.isEmpty() || mistyped.length() > LONGEST) {
            return null;
        }
        String nearest = null;
        int smallest = Integer.MAX_VALUE;
        for (String name : names) {
            int distance = distance(mistyped.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            int allowed = Math.max(1, Math.min(mistyped.length(), name.length()) / 3);
            if (distance <= allowed && distance < smallest) {
                nearest = name;
                smallest = distance;
            }
        }
        return nearest;
    }

    /** Insertions, deletions and replacements that turn one text into the other, row by row. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
