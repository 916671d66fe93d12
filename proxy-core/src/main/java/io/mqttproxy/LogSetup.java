package io.mqttproxy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.mqttproxy.config.LoggingConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of the program: to standard error, so that standard output is the access log's alone.
 *
 * <p>Logback finds this class by its service file, which spares the start the search for XML files. A file named by {@code
 * -Dlogback.configurationFile} goes first.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{0}: %msg%n";
    private static final String OWN_FILE = "logback.configurationFile";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(OWN_FILE) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        install(context, text(context));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Switches to another form; commands that end by themselves stay with the text that they begin with. */
    static void apply(LoggingConfig.Format format) {
        if (System.getProperty(OWN_FILE) == null
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            install(context, format.isJson(Terminal.is(Terminal.STDERR)) ? json(context) : text(context));
        }
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        ProgramLogEncoder encoder = new ProgramLogEncoder();
        encoder.setContext(context);
        return encoder;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        return encoder;
    }

    private static void install(LoggerContext context, Encoder<ILoggingEvent> encoder) {
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("stderr");
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        root.addAppender(neverBlocking(context, console));
        root.setLevel(Level.INFO);
    }

    private static Appender<ILoggingEvent> neverBlocking(LoggerContext context, Appender<ILoggingEvent> target) {
        BoundedAppender bounded = new BoundedAppender();
        bounded.setContext(context);
        bounded.addAppender(target);
        bounded.start();
        return bounded;
    }

    /** What all lines of this process go through; one that nothing goes through where somebody else has set logging up. */
    static BoundedAppender appender() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(BoundedAppender.NAME)
                        instanceof BoundedAppender appender) {
            return appender;
        }
        return new BoundedAppender();
    }

    /** Writes what is queued; the last thing that a process does. */
    static void flush() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
