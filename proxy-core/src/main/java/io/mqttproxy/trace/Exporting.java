package io.mqttproxy.trace;

import java.util.Map;

/**
 * Who exports traces.
 *
 * @param process what tells this process from others, by OpenTelemetry's names for resources, such as {@code service.name}
 * @param version of this program
 */
public record Exporting(Map<String, String> process, String version) {

    /** Copies the map. */
    public Exporting {
        process = Map.copyOf(process);
    }
}
