package io.mqttproxy.convert;

import java.util.List;

/**
 * What became of another proxy's configuration.
 *
 * @param yaml a proxy.yaml; empty when nothing could be converted
 * @param notes what is not in it, by line
 */
public record Conversion(String yaml, List<Note> notes) {
    /** Copies the notes. */
    public Conversion {
        notes = List.copyOf(notes);
    }
}
