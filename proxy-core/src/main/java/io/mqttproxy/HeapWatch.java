package io.mqttproxy;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the heap of Java's serial collector, which the launcher chooses for a single core, close to what lives in it.
 *
 * <p>That collector looks for garbage in its old generation only when the heap has reached its largest size, by default a
 * quarter of the machine's memory. Every connection that lives for longer than a moment comes to lie there, so without this
 * the process would grow to that size, slowly, however few clients it has. Other collectors look by themselves; there is
 * nothing to do for them.
 *
 * <p>A collection stops the world: for some 60 ms with 20 MiB of live objects, and longer in proportion. The growth that it
 * waits for makes it rare. Confined to the thread that runs it.
 */
final class HeapWatch implements Runnable {

    /** How often to look; at the highest rate that we know of, 15 MiB of garbage come to lie there meanwhile. */
    private static final long LOOK_MILLIS = 1_000;

    /** Bytes that may pile up at least; less would make collections frequent, with little gained. */
    static final long LEAST_GROWTH = 32L << 20;

    /** With many connections, growth by one in so many is worth a collection that takes longer. */
    static final int PART = 2;

    private static final Logger log = LoggerFactory.getLogger(HeapWatch.class);

    /** Where long-lived objects are. */
    interface OldGeneration {

        /** Bytes in use, garbage included. */
        long used();

        /** Throws garbage away; blocks, and all other threads stand still. */
        void collect();
    }

    private final OldGeneration generation;
    private long live;

    HeapWatch(OldGeneration generation) {
        this.generation = generation;
    }

    /** Begins to look, where this Java runs with the serial collector; the executor's end is its end. */
    static void start(ScheduledExecutorService executor) {
        ofThisJava()
                .ifPresent(watch ->
                        executor.scheduleWithFixedDelay(watch, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS));
    }

    static Optional<HeapWatch> ofThisJava() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Tenured Gen"))
                .findFirst()
                .map(pool -> new HeapWatch(new Tenured(pool)));
    }

    @Override
    public void run() {
        long used = generation.used();
        if (used - live <= Math.max(LEAST_GROWTH, live / PART)) {
            live = Math.min(live, used); // Java has collected it, for a reason of its own
            return;
        }
        generation.collect();
        live = generation.used();
        log.debug("Heap collected: {} MiB of long-lived objects, {} MiB before", live >> 20, used >> 20);
    }

    private record Tenured(MemoryPoolMXBean pool) implements OldGeneration {

        @Override
        public long used() {
            return pool.getUsage().getUsed();
        }

        @Override
        public void collect() {
            System.gc();
        }
    }
}
