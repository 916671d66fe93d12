package io.mqttproxy.relay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines on a thread of its own, so that a full disk or a blocked pipe never holds up an event loop: what does not
 * fit into the queue is dropped and counted.
 */
public final class LineWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LineWriter.class);

    /** With lines of at most some KiB, a few MiB. */
    private static final int QUEUE_LINES = 8_192;

    private static final int BATCH_LINES = 256;
    private static final long WAIT_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE_LINES);
    private final LongAdder dropped = new LongAdder();
    private final OutputStream out;
    private final Duration patience;
    private final Thread thread;
    private volatile boolean closing;
    private boolean failing;

    /** Starts the thread; owns the stream from now on. Its close waits for at most two seconds. */
    public LineWriter(OutputStream out) {
        this(out, PATIENCE);
    }

    /** The same with another time for the close. */
    LineWriter(OutputStream out, Duration patience) {
        this.out = out;
        this.patience = patience;
        this.thread = new Thread(this::run, "access-log");
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues a line without its line break; drops it when the queue is full. */
    void offer(String line) {
        if (closing || !queue.offer(line)) {
            dropped.increment();
        }
    }

    long dropped() {
        return dropped.sum();
    }

    private void run() {
        List<String> batch = new ArrayList<>();
        try {
            while (!closing || !queue.isEmpty()) {
                String first = queue.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH_LINES);
                    write(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // close() has waited long enough
        }
    }

    private void write(List<String> lines) {
        StringBuilder text = new StringBuilder(lines.size() * 384);
        for (String line : lines) {
            text.append(line).append('\n');
        }
        try {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            failing = false;
        } catch (IOException e) {
            dropped.add(lines.size());
            if (!failing) { // once for each outage
                log.error("The access log cannot be written: {}. Lines are dropped until it can", e.getMessage());
            }
            failing = true;
        }
    }

    /** Writes what is queued, waits for it as long as is allowed, and closes the stream. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(patience.toMillis());
            thread.interrupt();
            out.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.debug("The access log did not close cleanly", e);
        }
    }
}
