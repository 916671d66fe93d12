package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedAppenderTest {

    private static final int FLOOD = 5_000;

    private final LoggerContext context = new LoggerContext();
    private final Sink sink = new Sink();
    private final BoundedAppender appender = new BoundedAppender();
    private final Logger log = context.getLogger("com.example.relay.Connector");

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        sink.setContext(context);
        sink.start();
        appender.setContext(context);
        appender.addAppender(sink);
        appender.start();
        log.addAppender(appender);
    }

    @AfterEach
    void stop() {
        sink.open.countDown();
        context.stop();
        appender.stop();
    }

    @Test
    void holdsBackWhatIsRepeatedWithOtherValuesAndCountsIt() {
        // given
        sink.open.countDown();
        appender.limit(10);

        // when
        long start = System.nanoTime();
        for (int i = 0; i < FLOOD; i++) {
            log.error("No socket for a backend: {}", "client " + i);
        }
        log.warn("Something {}", "else");
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();

        // then
        await().atMost(Duration.ofSeconds(30)).until(() -> sink.lines.contains("Something else"));
        int written = sink.lines.size() - 1;
        assertThat(written).isBetween(10, (int) (10 * (seconds + 2)));
        assertThat(appender.leftOut()).isEqualTo(FLOOD - written);
        assertThat(appender.leftOutByWords()).containsOnlyKeys("No socket for a backend: {}");
        assertThat(appender.dropped()).isZero();
    }

    /** Netty, for one, puts its values in before it logs: no two of its lines have the same words. */
    @Test
    void takesALoggerForTheWordsWhereTheyAreNoConstants() {
        // given
        sink.open.countDown();
        appender.limit(1);

        // when
        for (int i = 0; i < FLOOD; i++) {
            log.info("connection " + i);
        }

        // then
        assertThat(appender.leftOutByWords()).containsOnlyKeys("com.example.relay.Connector");
        assertThat(appender.leftOut()).isGreaterThan(FLOOD / 2);
    }

    /** Netty puts its values in also where it hands an exception over. */
    @Test
    void takesALoggerForTheWordsWhereAnExceptionComesWithThem() {
        // given
        sink.open.countDown();
        appender.limit(1);
        Exception cause = new IllegalStateException("broken");

        // when
        for (int i = 0; i < FLOOD; i++) {
            log.warn("Failed to initialize channel " + i, cause);
        }

        // then
        assertThat(appender.leftOutByWords()).containsOnlyKeys("com.example.relay.Connector");
    }

    @Test
    void holdsBackEvenWhatHasMoreKindsOfWordsThanItRemembers() {
        // given
        sink.open.countDown();
        appender.limit(1);

        // when
        for (int i = 0; i < FLOOD; i++) {
            log.info("kind " + i + " of {}", "line");
        }

        // then
        assertThat(appender.leftOutByWords()).containsOnlyKeys("others");
        assertThat(appender.leftOut()).isGreaterThan(FLOOD / 2);
    }

    @Test
    void neverWaitsForOneWhoDoesNotReadAndCountsWhatIsLost() {
        // when nobody takes anything and this thread is not held up
        for (int i = 0; i < FLOOD; i++) {
            log.error("line {}", i);
        }

        // then
        long lost = appender.dropped();
        assertThat(lost).isBetween(1L, (long) FLOOD);
        sink.open.countDown();
        await().atMost(Duration.ofSeconds(30)).until(() -> sink.lines.size() == FLOOD - lost);
    }

    @Test
    void theLogOfThisProcessGoesThroughOne() {
        assertThat(LogSetup.appender().isStarted()).isTrue();
    }

    /** Keeps lines, and blocks until it is opened. */
    private static final class Sink extends AppenderBase<ILoggingEvent> {

        private final CountDownLatch open = new CountDownLatch(1);
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                addError("interrupted", e);
            }
            lines.add(event.getFormattedMessage());
        }
    }
}
