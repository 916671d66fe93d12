package io.mqttproxy.routing;

import org.jspecify.annotations.Nullable;

/**
 * A pattern in which {@code *} stands for any run of characters, the empty one included, and every other character for
 * itself. It must match the whole text.
 *
 * @param pattern as it is configured
 */
public record Glob(String pattern) implements TextPattern {

    /**
     * Whether a text matches; null, a fact that is not there, matches nothing, not even {@code *}.
     *
     * <p>When a character does not fit, only the latest star takes one more: the stars before it need never be tried
     * again, so the time is at most the product of both lengths, whatever the client sends.
     */
    @Override
    public boolean matches(@Nullable String text) {
        if (text == null) {
            return false;
        }
        int at = 0;
        int p = 0;
        int star = -1;
        int resume = 0;
        while (at < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = at;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(at)) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        return onlyStars(p);
    }

    @Override
    public boolean matchesEveryText() {
        return !pattern.isEmpty() && onlyStars(0);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A star in the other pattern is taken for a character: none but a star of this one can match it, and that star then
     * matches whatever stands in its place.
     */
    @Override
    public boolean covers(TextPattern other) {
        return matchesEveryText() || (other instanceof Glob glob && matches(glob.pattern));
    }

    /** Whether it matches one text alone. */
    boolean literal() {
        return pattern.indexOf('*') < 0;
    }

    @Override
    public String toString() {
        return pattern;
    }

    private boolean onlyStars(int from) {
        for (int i = from; i < pattern.length(); i++) {
            if (pattern.charAt(i) != '*') {
                return false;
            }
        }
        return true;
    }
}
