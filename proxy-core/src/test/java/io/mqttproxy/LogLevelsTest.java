package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.mqttproxy.admin.LogControl.LoggerLevel;
import io.mqttproxy.testsupport.SeenLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class LogLevelsTest {

    private static final String RELAY = "com.example.relay";
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final LoggerContext context = new LoggerContext();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final LogLevels levels = new LogLevels(context, scheduler, InstantSource.fixed(NOW));

    @BeforeEach
    void start() {
        context.getLogger("ROOT").setLevel(Level.INFO);
        context.getLogger(RELAY + ".Session");
    }

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void aChangeCountsAtOnceForAllBelowAndUntilItIsReset() {
        // when
        LoggerLevel set = levels.set(RELAY, "debug", null);

        // then
        assertThat(set).isEqualTo(new LoggerLevel(RELAY, "debug", true, null));
        assertThat(context.getLogger(RELAY + ".Session").isDebugEnabled()).isTrue();
        assertThat(levels.list()).containsExactly(new LoggerLevel("root", "info", false, null), set);
        assertThat(levels.reset(RELAY)).isTrue();
        assertThat(context.getLogger(RELAY + ".Session").isDebugEnabled()).isFalse();
        assertThat(levels.reset(RELAY)).isFalse();
        assertThat(levels.list()).containsExactly(new LoggerLevel("root", "info", false, null));
    }

    @Test
    void theRootHasOneName() {
        assertThat(levels.set("ROOT", "debug", null)).isNull();
        assertThat(levels.find("ROOT")).isNull();
        assertThat(levels.set("root", "debug", null)).isEqualTo(new LoggerLevel("root", "debug", true, null));
    }

    @Test
    void aChangeForAWhileEndsByItself() {
        // when
        LoggerLevel set = levels.set(RELAY, "trace", Duration.ofMillis(50));

        // then
        assertThat(set).isEqualTo(new LoggerLevel(RELAY, "trace", true, NOW.plusMillis(50)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> levels.find(RELAY), new LoggerLevel(RELAY, "info", false, null)::equals);
    }

    @Test
    void theEndOfAnEarlierChangeIsNotThatOfALaterOne() throws Exception {
        // given one that is about to end, and its end
        levels.set(RELAY, "trace", Duration.ofMillis(50));

        // when
        levels.set(RELAY, "debug", Duration.ofHours(1));

        // then
        scheduler.schedule(() -> {}, 200, TimeUnit.MILLISECONDS).get();
        assertThat(levels.find(RELAY)).isEqualTo(new LoggerLevel(RELAY, "debug", true, NOW.plusSeconds(3_600)));
    }

    @Test
    void whatComesBackIsWhatWasThereBeforeTheFirstChange() {
        // given
        context.getLogger(RELAY).setLevel(Level.WARN);

        // when
        levels.set(RELAY, "debug", null);
        levels.set(RELAY, "trace", null);
        levels.set("root", "error", null);
        levels.close();

        // then
        assertThat(levels.list())
                .containsExactly(
                        new LoggerLevel("root", "info", false, null), new LoggerLevel(RELAY, "warn", false, null));
    }

    @Test
    void nothingIsMadeForANameThatNobodyHas() {
        assertThat(levels.set(RELAY + ".Sesion", "debug", null)).isNull();
        assertThat(levels.find("com.exampel")).isNull();
        assertThat(levels.reset("com.exampel")).isFalse();
        assertThat(context.exists(RELAY + ".Sesion")).isNull();
    }

    @Test
    void whoMakesTheLogQuietIsSeenInIt() {
        // given the log of this very class
        ch.qos.logback.classic.Logger own = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(LogLevels.class);
        SeenLog seen = new SeenLog();
        seen.start();
        own.addAppender(seen);
        try (LogLevels live = LogLevels.ofThisProcess(scheduler)) {
            // when
            live.set(own.getName(), "error", null);
            own.info("not seen");
            live.set(own.getName(), "info", Duration.ofMinutes(10));
        } finally {
            own.detachAppender(seen);
        }

        // then
        assertThat(seen.lines())
                .extracting(ILoggingEvent::getFormattedMessage)
                .startsWith(
                        "The log level of io.mqttproxy.LogLevels becomes error until it is reset",
                        "The log level of io.mqttproxy.LogLevels is info for 600 s")
                .doesNotContain("not seen");
    }
}
