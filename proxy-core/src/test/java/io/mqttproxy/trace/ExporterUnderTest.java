package io.mqttproxy.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.mqttproxy.testsupport.TestCollector;
import io.mqttproxy.trace.OtlpExporter.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** An exporter with a collector, and what it logs. */
final class ExporterUnderTest implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(30);
    static final int TRIES = 3;

    /** Everything at once. */
    static final Limits FAST = new Limits(8, 4, Duration.ofMillis(1), TRIES, Duration.ofMillis(1), LIMIT);

    private final TestCollector collector = TestCollector.start();
    private final TraceCounts counts = new TraceCounts();
    private final Logger logger = (Logger) LoggerFactory.getLogger(OtlpExporter.class);
    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event);
        }
    };
    private @Nullable OtlpExporter exporter;

    /** Starts the collector; the exporter is to follow. */
    ExporterUnderTest() {
        appender.start();
        logger.addAppender(appender);
    }

    TestCollector collector() {
        return collector;
    }

    /** An exporter to the collector. */
    OtlpExporter start(Limits limits) {
        return start(to(collector.uri(), LIMIT), limits);
    }

    OtlpExporter start(Collector to, Limits limits) {
        exporter = new OtlpExporter(to, Setups.PROCESS, counts, limits);
        return exporter;
    }

    static Collector to(URI endpoint, Duration timeout) {
        return new Collector(endpoint, Map.of("Authorization", "Bearer t0ken"), null, timeout);
    }

    void offer(int traces) {
        for (int i = 0; i < traces; i++) {
            Objects.requireNonNull(exporter).offer(Setups.accepted(i));
        }
    }

    void awaitCounts(long exported, long failed, long dropped) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(List.of(counts.exported(), counts.failed(), counts.dropped()))
                        .containsExactly(exported, failed, dropped));
    }

    /** Waits until the collector has so many requests, answered or not. */
    void awaitRequests(int requests) {
        await().atMost(LIMIT).until(() -> collector.requests() == requests);
    }

    void awaitLines(int count) {
        await().atMost(LIMIT).until(() -> lines.size() == count);
    }

    List<String> told(Level level) {
        return lines.stream()
                .filter(line -> line.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        collector.release();
        if (exporter != null) {
            exporter.close();
        }
        collector.close();
        logger.detachAppender(appender);
    }
}
