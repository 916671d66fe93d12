package io.mqttproxy.mqtt;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names of User Properties that only the proxy may set. Immutable.
 *
 * <p>A name counts as reserved however it is spelt: letter case, punctuation, spaces and full-width forms make no
 * difference. MQTT compares names exactly, but what a broker hands them on to often does not: HTTP headers know no letter
 * case, environment variables no hyphen.
 */
public final class ReservedNames {
    /** None at all. */
    public static final ReservedNames NONE = new ReservedNames(Set.of());

    /** Marks in a row, Unicode Standard Annex 15 section 13. */
    private static final int MOST_MARKS = 30;
    /** Letters of their own that become marks when they are normalized, and the only ones. */
    private static final int HALF_WIDTH_VOICED = 0xFF9E;

    private static final int HALF_WIDTH_SEMI_VOICED = 0xFF9F;

    private final Set<String> folded;

    private ReservedNames(Set<String> folded) {
        this.folded = folded;
    }

    /** These names. */
    public static ReservedNames of(Collection<String> names) {
        return names.isEmpty()
                ? NONE
                : new ReservedNames(names.stream().map(ReservedNames::fold).collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return folded.isEmpty();
    }

    /** Whether a client must not set a property of this name. */
    public boolean contains(String name) {
        return !folded.isEmpty() && folded.contains(fold(name));
    }

    /** Letters and digits only, in lower case; a name that has none of them stays as it is. */
    private static String fold(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        // Unicode Standard Annex 15: full-width letters, ligatures and the like become the plain ones; ASCII stays
        Normalizer.normalize(streamSafe(name), Normalizer.Form.NFKC)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .map(letter -> Character.toLowerCase(Character.toUpperCase(letter)))
                .forEach(plain::appendCodePoint);
        return plain.isEmpty() ? name : plain.toString();
    }

    /**
     * Without what is too much of the marks that stand above and below one letter: putting these into order costs the square
     * of their number, and the name is the client's. No language has as many (Unicode Standard Annex 15 section 13).
     */
    private static CharSequence streamSafe(String name) {
        StringBuilder safe = new StringBuilder(name.length());
        int marks = 0;
        for (int i = 0; i < name.length(); ) {
            int letter = name.codePointAt(i);
            i += Character.charCount(letter);
            marks = isMark(letter) ? marks + 1 : 0;
            if (marks <= MOST_MARKS) {
                safe.appendCodePoint(letter);
            }
        }
        return safe;
    }

    private static boolean isMark(int letter) {
        return switch (Character.getType(letter)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> letter == HALF_WIDTH_VOICED || letter == HALF_WIDTH_SEMI_VOICED;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReservedNames that && folded.equals(that.folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }

    @Override
    public String toString() {
        return folded.toString();
    }
}
