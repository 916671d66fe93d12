package io.mqttproxy.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the keys of the sections about the process stand, for messages that come when all has been read. Immutable. */
public final class Places {
    private final Source top;
    private final Map<String, Source> byPath;

    private Places(Source top, Map<String, Source> byPath) {
        this.top = top;
        this.byPath = Map.copyOf(byPath);
    }

    /**
     * Of these sections with the keys in them.
     *
     * @param top the whole file
     */
    static Places of(Source top, List<Value> sections) {
        Map<String, Source> places = new HashMap<>();
        for (Value section : sections) {
            places.put(section.key().path(), section.key());
            section.keys().forEach(value -> places.put(value.source().path(), value.source()));
        }
        return new Places(top, places);
    }

    /**
     * Where a value stands; for a key that is not there its section, and for a section that is not there the file.
     *
     * @param path with a dot between section and key
     */
    public Source of(String path) {
        int dot = path.indexOf('.');
        Source section = dot < 0 ? top : byPath.getOrDefault(path.substring(0, dot), top);
        Source place = byPath.getOrDefault(path, section);
        return new Source(place.file(), place.line(), place.column(), path);
    }

    /** Nothing of the file is in it. */
    @Override
    public String toString() {
        return "Places of " + top.file();
    }
}
