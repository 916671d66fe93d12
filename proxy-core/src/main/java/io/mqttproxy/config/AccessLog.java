package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * Where the line about each connection goes.
 *
 * @param file null unless the target is {@link Target#FILE}; it may not exist yet, its folder does
 */
public record AccessLog(Target target, @Nullable FileRef file) {
    /** To the standard output. */
    public static final AccessLog STDOUT = new AccessLog(Target.STDOUT, null);

    /** The kinds of places. */
    public enum Target {
        STDOUT,
        STDERR,
        OFF,
        FILE
    }
}
