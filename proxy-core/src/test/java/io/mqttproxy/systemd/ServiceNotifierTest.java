package io.mqttproxy.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mqttproxy.testsupport.SeenLog;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The notifier against a real Unix datagram socket. */
class ServiceNotifierTest {

    /** In microseconds: 100 ms, so a round each 50 ms. */
    private static final String WATCHDOG = "100000";

    @TempDir
    private Path folder;

    private final EventExecutorGroup group = new DefaultEventExecutorGroup(2);
    private final List<EventExecutor> loops = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private String name = "";

    @BeforeEach
    void loops() {
        group.forEach(loops::add);
        name = folder.resolve("notify").toString();
    }

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void saysThatTheProxyIsReadyWithItsFirstStatus() throws Exception {
        try (NotifyReceiver manager = new NotifyReceiver(name);
                ServiceNotifier notifier = ServiceNotifier.of(Map.of("NOTIFY_SOCKET", name))) {
            // when
            notifier.ready(loops, connections::get);

            // then
            assertThat(manager.next())
                    .isEqualTo("MAINPID=" + ProcessHandle.current().pid() + "\nREADY=1\nSTATUS=Serving 0 connections");
        }
    }

    @Test
    void findsASocketOfTheAbstractNamespace() throws Exception {
        String hidden = "@" + name;
        try (NotifyReceiver manager = new NotifyReceiver(hidden);
                ServiceNotifier notifier = ServiceNotifier.of(Map.of("NOTIFY_SOCKET", hidden))) {
            // when
            notifier.ready(loops, connections::get);

            // then
            assertThat(manager.next()).contains("\nREADY=1\n");
        }
    }

    @Test
    void feedsTheWatchdogAndCountsTheClients() throws Exception {
        try (NotifyReceiver manager = new NotifyReceiver(name);
                ServiceNotifier notifier = watched()) {
            // given
            notifier.ready(loops, connections::get);
            manager.await("WATCHDOG=1");

            // when
            connections.set(3);

            // then
            manager.await("STATUS=Serving 3 connections");
            manager.await("WATCHDOG=1");
        }
    }

    @Test
    void doesNotFeedTheWatchdogWhileOneLoopHangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        try (NotifyReceiver manager = new NotifyReceiver(name);
                ServiceNotifier notifier = watched()) {
            // given
            loops.get(1).execute(() -> awaitQuietly(hanging));

            // when
            notifier.ready(loops, connections::get);
            assertThat(manager.next()).contains("\nREADY=1");
            for (int round = 0; round < 5; round++) {
                assertThat(manager.next()).startsWith("STATUS=");
            }

            // then it lives again as soon as the loop goes on
            hanging.countDown();
            manager.await("WATCHDOG=1");
        } finally {
            hanging.countDown();
        }
    }

    @Test
    void saysThatTheProxyGoesAwayAndWhoIsLeft() throws Exception {
        try (NotifyReceiver manager = new NotifyReceiver(name);
                ServiceNotifier notifier = watched()) {
            // given
            connections.set(2);
            notifier.ready(loops, connections::get);

            // when
            notifier.stopping();

            // then
            manager.await("STOPPING=1\nSTATUS=Draining");
            manager.await("STATUS=Draining, 2 connections left");
        }
    }

    @Test
    void saysNothingMoreWhenAnotherProcessHasTakenItsPlace() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("io"); // of Netty, and ours
        SeenLog log = new SeenLog();
        try (NotifyReceiver manager = new NotifyReceiver(name);
                ServiceNotifier notifier = ServiceNotifier.of(Map.of("NOTIFY_SOCKET", name))) {
            // given
            notifier.ready(loops, connections::get);
            assertThat(manager.next()).contains("\nREADY=1\n");
            notifier.replaced();
            log.start();
            logger.addAppender(log);

            // when
            notifier.stopping();

            // then
            assertThat(log.lines())
                    .filteredOn(line ->
                            line.getThreadName().equals(Thread.currentThread().getName()))
                    .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                    .isEmpty();
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void servesAllTheSameWhereNobodyListens() {
        try (ServiceNotifier unset = ServiceNotifier.of(Map.of());
                ServiceNotifier gone = ServiceNotifier.of(Map.of("NOTIFY_SOCKET", name))) {
            assertThatCode(() -> {
                        for (ServiceNotifier notifier : List.of(unset, gone)) {
                            notifier.ready(loops, connections::get);
                            notifier.stopping();
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    private ServiceNotifier watched() {
        return ServiceNotifier.of(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", WATCHDOG));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
