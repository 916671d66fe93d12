package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineWriterTest {

    private static final int LINES = 20_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void writesWhatIsWaitingBeforeItCloses() {
        // given
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LineWriter writer = new LineWriter(out, LIMIT);
        writer.offer("first");
        writer.offer("zweite Zeile mit ü");

        // when
        writer.close();

        // then
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("first\nzweite Zeile mit ü\n");
        assertThat(writer.dropped()).isZero();
    }

    @Test
    void writesWithoutWaitingForTheClose() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LineWriter writer = new LineWriter(out)) {
            // when
            writer.offer("now");

            // then
            await().atMost(LIMIT).until(() -> out.size() == 4);
        }
    }

    @Test
    void dropsAndCountsWhenTheStreamIsBlocked() {
        // given
        Gate gate = new Gate();
        LineWriter writer = new LineWriter(gate, LIMIT);

        // when this thread offers more than the queue holds, it is never held up
        for (int i = 0; i < LINES; i++) {
            writer.offer("line");
        }

        // then
        long dropped = writer.dropped();
        assertThat(dropped).isBetween(1L, (long) LINES - 1);
        gate.open();
        writer.close();
        assertThat(gate.written.toString(StandardCharsets.UTF_8)).hasLineCount((int) (LINES - dropped));
    }

    @Test
    void givesUpAtTheCloseWhenTheStreamStaysBlocked() {
        // given
        Gate gate = new Gate();
        LineWriter writer = new LineWriter(gate);
        writer.offer("never written");
        long start = System.nanoTime();

        // when
        writer.close();

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(gate.closed).isTrue();
    }

    @Test
    void countsWhatAStreamThatFailsHasSwallowedAndGoesOnBehindIt() {
        // given
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        AtomicBoolean full = new AtomicBoolean(true);
        OutputStream disk = new OutputStream() {
            @Override
            public void write(int single) {
                written.write(single);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (full.get()) {
                    throw new IOException("No space left on device");
                }
                written.write(bytes, offset, length);
            }
        };
        LineWriter writer = new LineWriter(disk, LIMIT);
        writer.offer("lost");
        await().atMost(LIMIT).until(() -> writer.dropped() == 1);

        // when
        full.set(false);
        writer.offer("kept");
        writer.close();

        // then
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("kept\n");
    }

    @Test
    void countsWhatComesBehindTheClose() {
        // given
        LineWriter writer = new LineWriter(new ByteArrayOutputStream());
        writer.close();

        // when
        writer.offer("too late");

        // then
        assertThat(writer.dropped()).isEqualTo(1);
    }

    /** A stream that blocks its writer until it is opened. */
    private static final class Gate extends OutputStream {

        private final CountDownLatch open = new CountDownLatch(1);
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private volatile boolean closed;

        void open() {
            open.countDown();
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            written.write(bytes, offset, length);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
