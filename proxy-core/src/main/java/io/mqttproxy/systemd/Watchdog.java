package io.mqttproxy.systemd;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.netty.util.concurrent.ThreadProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every event loop for a sign of life, round after round. A round that one loop does not answer stays open, and no other
 * begins: a loop that hangs gets no pile of tasks, and one that was only slow ends the round late.
 *
 * <p>{@link #look} is for one thread; the event loops answer on theirs.
 */
final class Watchdog {

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    private final List<EventExecutor> loops;
    private final Runnable alive;
    private Set<EventExecutor> silent = Set.of();

    /**
     * @param alive runs once for each round in which all loops have answered, on the thread of the last one
     */
    Watchdog(Collection<? extends EventExecutor> loops, Runnable alive) {
        this.loops = List.copyOf(loops);
        this.alive = alive;
    }

    /** Begins a round, or tells the log who has not answered in the one before. */
    void look() {
        if (!silent.isEmpty()) {
            silent.forEach(Watchdog::complain);
            return;
        }
        Set<EventExecutor> asked = ConcurrentHashMap.newKeySet();
        asked.addAll(loops);
        silent = asked;
        for (EventExecutor loop : loops) {
            try {
                loop.execute(() -> answered(loop, asked));
            } catch (RejectedExecutionException e) {
                log.debug("An event loop has ended, so the proxy stops", e);
            }
        }
    }

    /** One of those that remove the last two sees an empty set first; the other one must not say it again. */
    private void answered(EventExecutor loop, Set<EventExecutor> asked) {
        boolean last;
        synchronized (asked) {
            asked.remove(loop);
            last = asked.isEmpty();
        }
        if (last) {
            alive.run();
        }
    }

    private static void complain(EventExecutor loop) {
        if (loop.isShuttingDown()) {
            return;
        }
        List<String> stack = new ArrayList<>();
        if (loop instanceof SingleThreadEventExecutor single) {
            ThreadProperties thread = single.threadProperties();
            stack.add(thread.name());
            for (StackTraceElement frame : thread.stackTrace()) {
                stack.add("\tat " + frame);
            }
        }
        log.error(
                "An event loop does not answer, so the service manager is not told that the proxy lives: {}",
                String.join(System.lineSeparator(), stack));
    }
}
