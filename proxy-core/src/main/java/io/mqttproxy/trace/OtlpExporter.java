package io.mqttproxy.trace;

import io.mqttproxy.relay.FinishedSetup;
import io.mqttproxy.trace.OtlpSender.Answer;
import io.mqttproxy.trace.OtlpSender.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends traces to a collector, many at a time, on a thread of its own. Nobody waits for it: what does not fit into the queue is
 * dropped, what the collector does not take is tried again a few times and then given up, and both are counted.
 */
public final class OtlpExporter implements AutoCloseable {

    /**
     * How much is kept, and for how long.
     *
     * @param queue traces that wait at most
     * @param batch traces in one request at most
     * @param pause between two looks at the queue
     * @param tries of one request, the first one included
     * @param backOff before the second try; doubles with each further one
     * @param flush how long {@link #close} waits at most
     */
    public record Limits(int queue, int batch, Duration pause, int tries, Duration backOff, Duration flush) {

        /** A queue of some 4 MiB when it is full; of 200 traces a second it holds ten seconds, longer than all tries take. */
        public static final Limits USUAL =
                new Limits(2_048, 256, Duration.ofMillis(500), 4, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    private static final Logger log = LoggerFactory.getLogger(OtlpExporter.class);
    private static final long LAST_MILLIS = 500;

    private final OtlpEncoder encoder;
    private final TraceCounts counts;
    private final Limits limits;
    private final BlockingQueue<FinishedSetup> queue;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile OtlpSender sender;
    private boolean failing; // the thread's own
    private long lost;

    /** Starts the thread. */
    public OtlpExporter(Collector collector, Exporting exporting, TraceCounts counts, Limits limits) {
        this.encoder = new OtlpEncoder(exporting.process(), exporting.version());
        this.counts = counts;
        this.limits = limits;
        this.queue = new ArrayBlockingQueue<>(limits.queue());
        this.sender = new OtlpSender(collector);
        this.thread = new Thread(this::run, "traces");
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends what comes next, and what waits, to another collector, or to the same one with other headers. */
    public void to(Collector collector) {
        sender = new OtlpSender(collector);
    }

    /** Queues one; any thread, never waits. */
    public void offer(FinishedSetup setup) {
        if (closing.getCount() == 0 || !queue.offer(setup)) {
            counts.dropped(1);
        }
    }

    private void run() {
        List<FinishedSetup> batch = new ArrayList<>(limits.batch());
        try {
            while (!closing.await(limits.pause().toNanos(), TimeUnit.NANOSECONDS)) {
                sendAll(batch);
            }
            sendAll(batch);
        } catch (InterruptedException e) {
            counts.dropped(batch.size()); // close() has waited long enough
        }
    }

    private void sendAll(List<FinishedSetup> batch) throws InterruptedException {
        while (queue.drainTo(batch, limits.batch()) > 0) {
            try {
                deliver(batch);
            } catch (RuntimeException e) { // a defect; the next ones may be better off
                counts.failed(batch.size());
                log.error("Traces were lost", e);
            }
            batch.clear();
        }
    }

    private void deliver(List<FinishedSetup> batch) throws InterruptedException {
        byte[] request = encoder.encode(batch);
        for (int attempt = 1; ; attempt++) {
            OtlpSender to = sender; // another one after a reload
            Answer answer = to.send(request);
            if (answer.result() == Result.TAKEN) {
                counts.exported(batch.size());
                taken(to.collector());
                return;
            }
            failed(to.collector(), answer.why());
            boolean last = answer.result() == Result.REFUSED || attempt == limits.tries();
            if (last || closing.await(limits.backOff().toNanos() << (attempt - 1), TimeUnit.NANOSECONDS)) {
                lost += batch.size();
                counts.failed(batch.size());
                return;
            }
        }
    }

    /** One line for each outage, however long. */
    private void failed(Collector collector, String why) {
        if (!failing) {
            log.warn("Traces are not taken by {}: {}. They wait for a moment and are lost then", collector, why);
        }
        failing = true;
    }

    private void taken(Collector collector) {
        if (failing) {
            log.info("Traces are taken again by {}; lost meanwhile: {}", collector, lost);
        }
        failing = false;
        lost = 0;
    }

    /** Takes no more, tries once to send what is queued, and ends; nobody waits for that. */
    public void retire() {
        closing.countDown();
    }

    /** The same, and waits for it, for {@link Limits#flush} at most; what is left then is dropped. */
    @Override
    public void close() {
        retire();
        try {
            thread.join(limits.flush().toMillis());
            thread.interrupt(); // does nothing when it is done
            thread.join(LAST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        counts.dropped(queue.size());
        queue.clear();
    }
}
