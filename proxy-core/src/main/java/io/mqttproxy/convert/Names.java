package io.mqttproxy.convert;

import java.util.Collection;

/** Names that proxy.yaml takes. */
final class Names {
    private static final int LONGEST = 60; // of 64, with room for a number

    private Names() {}

    /** The name, made clean, with a number when it is taken. */
    static String unique(String name, Collection<String> taken) {
        String clean = clean(name);
        String unique = clean;
        for (int i = 2; taken.contains(unique); i++) {
            unique = clean + "-" + i;
        }
        return unique;
    }

    static String clean(String name) {
        String clean = name.replaceAll("[^A-Za-z0-9._-]", "-");
        return clean.isEmpty() ? "default" : clean.substring(0, Math.min(LONGEST, clean.length()));
    }
}
