package io.mqttproxy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.mqttproxy.admin.LogControl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets operators change what the program's log tells, and takes it back when their time is over. Any thread.
 *
 * <p>Each change is a line of the log itself: before it when the log becomes quieter, behind it when it becomes louder, so
 * that nobody makes it quiet unseen.
 */
final class LogLevels implements LogControl, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogLevels.class);

    /**
     * What an operator has set.
     *
     * @param number no other change has it
     * @param before the level that comes back; null = the one of the logger above
     * @param until null = no end
     * @param end what brings it back; null = nothing
     */
    private record Change(
            long number,
            @Nullable Level before,
            @Nullable Instant until,
            @Nullable Future<?> end) {
        void forgetEnd() {
            if (end != null) {
                end.cancel(false);
            }
        }
    }

    private final LoggerContext context;
    private final ScheduledExecutorService scheduler;
    private final InstantSource clock;
    private final Map<String, Change> changes = new TreeMap<>();
    private long made;

    /** Nothing is changed yet. */
    LogLevels(LoggerContext context, ScheduledExecutorService scheduler, InstantSource clock) {
        this.context = context;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** For the log that this class writes to, too. */
    static LogLevels ofThisProcess(ScheduledExecutorService scheduler) {
        return new LogLevels(
                ((ch.qos.logback.classic.Logger) log).getLoggerContext(), scheduler, InstantSource.system());
    }

    @Override
    public synchronized List<LoggerLevel> list() {
        List<LoggerLevel> levels = new ArrayList<>();
        for (ch.qos.logback.classic.Logger logger : context.getLoggerList()) { // in alphabetical order, the root first
            if (logger.getLevel() != null) {
                levels.add(shown(logger));
            }
        }
        return levels;
    }

    @Override
    public synchronized @Nullable LoggerLevel find(String name) {
        ch.qos.logback.classic.@Nullable Logger logger = logger(name);
        return logger == null ? null : shown(logger);
    }

    @Override
    public synchronized @Nullable LoggerLevel set(String name, String level, @Nullable Duration span) {
        ch.qos.logback.classic.@Nullable Logger logger = logger(name);
        if (logger == null) {
            return null;
        }
        @Nullable Change earlier = changes.get(name);
        @Nullable Level before = earlier == null ? logger.getLevel() : earlier.before();
        if (earlier != null) {
            earlier.forgetEnd();
        }
        changes.put(name, ending(name, before, span));
        put(logger, Level.toLevel(level), span == null ? "until it is reset" : "for " + span.toSeconds() + " s");
        return shown(logger);
    }

    private Change ending(String name, @Nullable Level before, @Nullable Duration span) {
        long number = ++made;
        if (span == null) {
            return new Change(number, before, null, null);
        }
        Instant until = clock.instant().plus(span);
        try {
            Runnable over = () -> over(name, number);
            return new Change(number, before, until, scheduler.schedule(over, span.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            return new Change(number, before, until, null); // the process ends, and the change with it
        }
    }

    /** Too late to be cancelled, it must not end a change that came behind it. */
    private synchronized void over(String name, long number) {
        @Nullable Change change = changes.get(name);
        if (change != null && change.number() == number) {
            reset(name);
        }
    }

    @Override
    public synchronized boolean reset(String name) {
        @Nullable Change change = changes.remove(name);
        ch.qos.logback.classic.@Nullable Logger logger = logger(name);
        if (change == null || logger == null) {
            return false;
        }
        change.forgetEnd();
        put(logger, change.before(), "as before");
        return true;
    }

    private static void put(ch.qos.logback.classic.Logger logger, @Nullable Level level, String howLong) {
        boolean quieter = level != null && level.isGreaterOrEqual(logger.getEffectiveLevel());
        String word = level == null ? "that of the logger above it" : word(level);
        if (quieter) {
            log.info("The log level of {} becomes {} {}", shownName(logger), word, howLong);
        }
        logger.setLevel(level);
        if (!quieter) {
            log.info("The log level of {} is {} {}", shownName(logger), word, howLong);
        }
    }

    /** Null when nothing has logged by this name: a name that is only mistyped must not look as if it worked. */
    private ch.qos.logback.classic.@Nullable Logger logger(String name) {
        if (name.equals(Logger.ROOT_LOGGER_NAME)) {
            return null; // a second name of the root would be a second change of it
        }
        return context.exists(name.equals(ROOT) ? Logger.ROOT_LOGGER_NAME : name);
    }

    private LoggerLevel shown(ch.qos.logback.classic.Logger logger) {
        String name = shownName(logger);
        @Nullable Change change = changes.get(name);
        return new LoggerLevel(
                name, word(logger.getEffectiveLevel()), change != null, change == null ? null : change.until());
    }

    private static String shownName(Logger logger) {
        return logger.getName().equals(Logger.ROOT_LOGGER_NAME) ? ROOT : logger.getName();
    }

    private static String word(Level level) {
        return level.toString().toLowerCase(Locale.ROOT);
    }

    /** Takes all changes back: the log outlives this proxy where it runs inside another program. */
    @Override
    public synchronized void close() {
        List.copyOf(changes.keySet()).forEach(this::reset);
    }
}
