package io.mqttproxy.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the keys of the sections about the process stand, for messages that come when all has been read.
 *
 * @param top the whole file
 * @param byPath each key by its path, with a dot between section and key
 */
public record Places(Source top, Map<String, Source> byPath) {

    /** Copies the map. */
    public Places {
        byPath = Map.copyOf(byPath);
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
            add(section, places);
        }
        return new Places(top, places);
    }

    private static void add(Value section, Map<String, Source> places) {
        for (Value value : section.keys()) {
            places.put(value.source().path(), value.source());
            add(value, places);
        }
    }

    /**
     * Where a value stands; for a key that is not there its section, and for a section that is not there the file.
     *
     * @param path with a dot between section and key
     */
    public Source of(String path) {
        Source place = nearest(path);
        return new Source(place.file(), place.line(), place.column(), path);
    }

    private Source nearest(String path) {
        Source place = byPath.get(path);
        if (place != null) {
            return place;
        }
        int dot = path.lastIndexOf('.');
        return dot < 0 ? top : nearest(path.substring(0, dot));
    }
}
