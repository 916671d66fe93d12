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
     * The nearest name by the number of letters that were inserted, left out, replaced or swapped; case does not count.
     *
     * @param mistyped what was written
     * @param names what could have been meant; the first of several equally near ones wins
     * @return null when none is near enough to be offered: more than a third of its characters would have to change, not
     *     counting leading parts, up to a dot, that are right
     */
    public static @Nullable String of(String mistyped, Collection<String> names) {
        if (mistyped.isEmpty() || mistyped.length() > LONGEST) {
            return null;
        }
        String nearest = null;
        int smallest = Integer.MAX_VALUE;
        for (String name : names) {
            int distance = distance(mistyped.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            int same = sameParts(mistyped, name);
            int allowed = Math.max(1, (Math.min(mistyped.length(), name.length()) - same) / 3);
            if (distance <= allowed && distance < smallest) {
                nearest = name;
                smallest = distance;
            }
        }
        return nearest;
    }

    /** How many characters of dotted names the parts have that are equal: they say nothing about the part that is not. */
    private static int sameParts(String mistyped, String name) {
        int same = 0;
        for (int i = 0; i < Math.min(mistyped.length(), name.length()) && mistyped.charAt(i) == name.charAt(i); i++) {
            if (name.charAt(i) == '.') {
                same = i + 1;
            }
        }
        return same;
    }

    /** The optimal string alignment distance, with the last three rows of its table. */
    private static int distance(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (swapped(from, i, to, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return row[to.length()];
    }

    private static boolean swapped(String from, int i, String to, int j) {
        return i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
    }
}
