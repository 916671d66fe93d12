package io.mqttproxy.relay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Begins lines with the names of the Elastic Common Schema: those that every line has, in the order that the schema's
 * specification of loggers (elastic/ecs-logging) wants. Names have dots in them and no nesting, which that specification allows
 * for all and demands for {@code log.level}.
 */
public final class EcsLine {

    /** The oldest version of the schema that has all names which are used. */
    private static final String VERSION = "8.11.0";

    private static final String SERVICE = "mqtt-proxy";

    /** Which of the two logs a line is of. */
    public enum Dataset {
        /** The program's. */
        LOG("mqtt-proxy.log"),
        /** About connections. */
        ACCESS("mqtt-proxy.access");

        private final String label;

        Dataset(String label) {
            this.label = label;
        }
    }

    private EcsLine() {}

    /**
     * A line with what all have.
     *
     * @param level in capitals, such as {@code INFO}
     * @param message for people; not cut
     */
    public static LogLine begin(Instant time, String level, @Nullable String message, Dataset dataset) {
        LogLine line = LogLine.json();
        line.add("@timestamp", time.toString());
        line.add("log.level", level);
        line.addWhole("message", message == null ? "" : message);
        line.add("ecs.version", VERSION);
        line.add("service.name", SERVICE);
        line.add("event.dataset", dataset.label);
        return line;
    }
}
