package io.mqttproxy.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The levels of the program's log. Called from the admin event loop. */
public interface LogControl {

    /** From the quietest to the loudest; there is no way to turn the log off. */
    List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

    /** Whose level counts for all loggers without one of their own. */
    String ROOT = "root";

    /**
     * A logger and what it writes.
     *
     * @param logger {@link #ROOT}, or the name of a package or class
     * @param level one of {@link #LEVELS}, or {@code off} where somebody else has set that
     * @param changed whether an operator has set the level
     * @param until when the level that it had comes back by itself; null = when it is reset, or the process ends
     */
    record LoggerLevel(
            String logger,
            String level,
            boolean changed,
            @Nullable Instant until) {}

    /** Those with a level of their own, by name, the root first. */
    List<LoggerLevel> list();

    /** What a logger writes; null when there is none of this name. */
    @Nullable LoggerLevel find(String logger);

    /**
     * Changes a level at once, also where it was changed before.
     *
     * @param level one of {@link #LEVELS}
     * @param span how long; null = until it is reset, or the process ends
     * @return null when there is no logger of this name, and nothing was changed
     */
    @Nullable LoggerLevel set(String logger, String level, @Nullable Duration span);

    /**
     * Takes a change back.
     *
     * @return whether there was one
     */
    boolean reset(String logger);
}
