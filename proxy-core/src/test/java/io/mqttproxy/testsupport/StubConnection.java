package io.mqttproxy.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link StubBroker}. Thread-safe; a thread of its own reads, every method may be called from the
 * test's. The waiting ones throw {@link AssertionError} after 10 seconds.
 */
public final class StubConnection {

    /** How the other side ended a connection. */
    public enum End {
        /** It sent its FIN: an orderly end. */
        CLOSED,
        /** It sent a reset, or this side closed first. */
        RESET
    }

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Socket socket;
    private final StubBehaviour behaviour;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable ClientStart start;
    private @Nullable End end;
    private boolean paused;

    StubConnection(Socket socket, StubBehaviour behaviour) {
        this.socket = socket;
        this.behaviour = behaviour;
    }

    /** Reads until the end; the connection's own thread. */
    void run() {
        byte[] chunk = new byte[64 * 1024];
        try {
            for (int length = read(chunk); length >= 0; length = read(chunk)) {
                append(Arrays.copyOf(chunk, length));
            }
            ended(End.CLOSED);
        } catch (IOException e) {
            ended(End.RESET);
        }
    }

    private int read(byte[] chunk) throws IOException {
        await(() -> !paused, Duration.ofDays(1), "reading to go on");
        return socket.getInputStream().read(chunk);
    }

    private void append(byte[] bytes) throws IOException {
        byte[] answer = {};
        byte[] behind = bytes;
        boolean closes = false;
        synchronized (this) {
            boolean wasWhole = start != null;
            received.writeBytes(bytes);
            start = wasWhole ? start : ClientStart.of(received.toByteArray()).orElse(null);
            if (start == null) {
                behind = new byte[0];
            } else if (!wasWhole) {
                answer = behaviour.answer().apply(connect(start));
                behind = behindConnect(start);
                closes = behaviour.closes();
            }
            notifyAll();
        }
        socket.getOutputStream().write(answer);
        if (behaviour.echoes()) {
            socket.getOutputStream().write(behind);
        }
        if (closes) {
            close();
        }
    }

    private synchronized void ended(End how) {
        end = how;
        notifyAll();
    }

    /** Everything received so far. */
    public synchronized byte[] received() {
        return received.toByteArray();
    }

    /** Waits until at least {@code length} bytes have arrived and returns all of them. */
    public byte[] awaitReceived(int length) {
        await(() -> received.size() >= length, LIMIT, length + " bytes");
        return received();
    }

    /** Waits for the whole CONNECT packet and returns its bytes. */
    public byte[] awaitConnect() {
        return connect(awaitStart());
    }

    /** Waits for the whole CONNECT packet and returns the PROXY header before it, empty = none. */
    public byte[] awaitProxyHeader() {
        int length = awaitStart().headerLength(); // before received(), which may be empty until then
        return Arrays.copyOf(received(), length);
    }

    /** What arrived behind the CONNECT packet, empty when that is not whole. */
    public synchronized byte[] afterConnect() {
        return start == null ? new byte[0] : behindConnect(start);
    }

    /** Waits until at least {@code length} bytes have arrived behind the CONNECT packet and returns them. */
    public byte[] awaitAfterConnect(int length) {
        await(() -> lengthAfterConnect() >= length, LIMIT, length + " bytes behind the CONNECT");
        return afterConnect();
    }

    /** Without a copy: asked for with each chunk of what may be many MiB. */
    private synchronized int lengthAfterConnect() {
        return start == null ? 0 : received.size() - start.headerLength() - start.connectLength();
    }

    /** Waits until the other side ends the connection. */
    public End awaitEnd() {
        await(() -> end != null, LIMIT, "the end of the connection");
        return ended().orElseThrow();
    }

    /** How the connection ended, empty while it is open. */
    public synchronized Optional<End> ended() {
        return Optional.ofNullable(end);
    }

    /** Sends bytes to the client; blocks while nobody reads them. */
    public void send(byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops reading, after one chunk of at most 64 KiB more, so that the kernel's buffers fill up. */
    public synchronized void pauseReading() {
        paused = true;
    }

    /** Reads again. */
    public synchronized void resumeReading() {
        paused = false;
        notifyAll();
    }

    /** Ends the connection in order, with a FIN. */
    public void close() {
        end(false);
    }

    /** Ends the connection with a reset, as the kernel of a killed process may. */
    public void reset() {
        end(true);
    }

    private synchronized void end(boolean reset) {
        try {
            if (reset && !socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ClientStart awaitStart() {
        await(() -> start != null, LIMIT, "a whole CONNECT");
        synchronized (this) {
            return Optional.ofNullable(start).orElseThrow();
        }
    }

    private byte[] connect(ClientStart at) {
        return Arrays.copyOfRange(received(), at.headerLength(), at.headerLength() + at.connectLength());
    }

    private byte[] behindConnect(ClientStart at) {
        byte[] all = received();
        return Arrays.copyOfRange(all, at.headerLength() + at.connectLength(), all.length);
    }

    private synchronized void await(BooleanSupplier condition, Duration limit, String what) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("waited in vain for " + what + "; received so far: " + received.size());
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
    }
}
