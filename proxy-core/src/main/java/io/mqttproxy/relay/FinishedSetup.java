package io.mqttproxy.relay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the set-up of one connection went.
 *
 * @param trace its id
 * @param whole from the accept until a backend had accepted the client, or until it was refused or left
 * @param steps one behind the other, without gaps
 */
public record FinishedSetup(TraceId trace, Stage whole, List<Stage> steps) {

    /** Copies the list. */
    public FinishedSetup {
        steps = List.copyOf(steps);
    }

    /** Which side of a conversation the proxy is on, as OpenTelemetry has it. */
    public enum Role {
        /** Somebody asks the proxy. */
        SERVER,
        /** The proxy asks somebody. */
        CLIENT,
        /** Neither. */
        INTERNAL
    }

    /**
     * A span of time.
     *
     * @param start in nanoseconds since 1970 UTC
     * @param end likewise, never before the start
     * @param failure null when it went well
     */
    public record Stage(
            String name,
            Role role,
            long start,
            long end,
            List<Fact> facts,
            @Nullable Failure failure) {

        /** Copies the list. */
        public Stage {
            facts = List.copyOf(facts);
        }
    }

    /**
     * Why a connection was not set up.
     *
     * @param reason of the closed set of close reasons
     * @param words more about it
     */
    public record Failure(String reason, String words) {}

    /** Something that is known, by its name in OpenTelemetry's semantic conventions where these have one. */
    public sealed interface Fact {

        /** The name. */
        String name();

        /** A text. */
        record Text(String name, String value) implements Fact {}

        /** A whole number. */
        record Whole(String name, long value) implements Fact {}

        /** True or false. */
        record Flag(String name, boolean value) implements Fact {}
    }
}
