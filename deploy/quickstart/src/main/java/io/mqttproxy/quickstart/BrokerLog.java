package io.mqttproxy.quickstart;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps the brokers' logs out of the terminal: warnings and worse go to a file. */
final class BrokerLog {

    /** HiveMQ and what it is made of, as far as the proxy does not use it too. */
    private static final List<String> LOGGERS =
            List.of("com.hivemq", "migrations", "com.codahale.metrics", "jetbrains.exodus", "oshi");

    private BrokerLog() {}

    /** Can be called again, for another file or after logging was set up anew; the file is appended to. */
    static void to(Path file) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        List<Logger> loggers = LOGGERS.stream().map(context::getLogger).toList();
        loggers.forEach(Logger::detachAndStopAllAppenders);
        FileAppender<ILoggingEvent> appender = appender(context, file);
        for (Logger logger : loggers) {
            logger.setLevel(Level.WARN);
            logger.setAdditive(false);
            logger.addAppender(appender);
        }
    }

    private static FileAppender<ILoggingEvent> appender(LoggerContext context, Path file) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d %-5level [%thread] %logger: %msg%n");
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName("brokers");
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
