package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;

/**
 * Knows whether a stream of packets stands between two of them, by reading types and lengths and skipping the rest. The
 * proxy may only put a packet of its own into the stream there.
 *
 * <p>Constant memory, nothing allocated, bytes split anywhere. Once a length cannot be read, or a packet has the reserved
 * type 0, the position is unknown for good: the stream is no longer what we take it for, and nothing may be put into it.
 *
 * <p>One per direction of a connection, on its event loop.
 */
public final class PacketBoundaries {
    private enum State {
        /** The next byte begins a packet. */
        BOUNDARY,
        /** The next byte is part of a Remaining Length. */
        LENGTH,
        /** The next {@code body} bytes belong to a packet. */
        BODY,
        /** For good. */
        UNKNOWN
    }

    /** The shift of a fourth length byte, behind which no fifth may follow. */
    private static final int LAST_SHIFT = 21;

    private State state = State.BOUNDARY;
    /** While in LENGTH: the bits read so far and where the next seven go. While in BODY: bytes to come. */
    private int body;

    private int shift;

    /** Starts between two packets. */
    public PacketBoundaries() {}

    /** Takes note of the readable bytes, which are about to be relayed. No index of the buffer moves. */
    public void advance(ByteBuf bytes) {
        int end = bytes.writerIndex();
        int i = bytes.readerIndex();
        while (i < end && state != State.UNKNOWN) {
            if (state == State.BODY) {
                int skipped = Math.min(body, end - i);
                i += skipped;
                body -= skipped;
                state = body == 0 ? State.BOUNDARY : State.BODY;
            } else {
                header(bytes.getByte(i++));
            }
        }
    }

    /** Whether all packets so far are complete; false when that is unknown. */
    public boolean atBoundary() {
        return state == State.BOUNDARY;
    }

    private void header(int next) {
        if (state == State.BOUNDARY) {
            state = (next & 0xF0) == 0 ? State.UNKNOWN : State.LENGTH;
            body = 0;
            shift = 0;
            return;
        }
        body |= (next & 0x7F) << shift;
        if (next >= 0) {
            boolean notMinimal = next == 0 && shift > 0;
            state = notMinimal ? State.UNKNOWN : body == 0 ? State.BOUNDARY : State.BODY;
        } else if (shift == LAST_SHIFT) {
            state = State.UNKNOWN;
        }
        shift += 7;
    }
}
