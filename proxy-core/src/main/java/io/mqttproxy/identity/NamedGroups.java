package io.mqttproxy.identity;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds the names of a pattern's groups, which {@code Pattern} itself tells only from Java 20 on. */
final class NamedGroups {
    /** Finds also what only looks like a group: in a quotation, a character class or a comment. */
    private static final Pattern CANDIDATE = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

    private NamedGroups() {}

    /** In order of appearance. */
    static Set<String> of(Pattern pattern) {
        Set<String> names = new LinkedHashSet<>();
        Matcher candidates = CANDIDATE.matcher(pattern.pattern());
        while (candidates.find()) {
            if (exists(pattern, candidates.group(1))) {
                names.add(candidates.group(1));
            }
        }
        return names;
    }

    /** A back reference compiles only to a group that exists before it. */
    private static boolean exists(Pattern pattern, String name) {
        try {
            // The line end closes a comment, the \E a quotation; on its own it is nothing.
            Pattern.compile(pattern.pattern() + "\n\\Q\\E\\k<" + name + ">", pattern.flags());
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
