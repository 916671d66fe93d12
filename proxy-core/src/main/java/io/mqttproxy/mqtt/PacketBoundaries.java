package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Follows one direction of a connection from packet to packet, by reading types and lengths and skipping the rest. It
 * knows whether the stream stands between two packets, where the proxy may put one of its own, and finds the byte that must
 * not go any further.
 *
 * <p>Constant memory, nothing allocated, bytes split anywhere. Once a packet begins that does not belong into this
 * direction, or a length cannot be read, the stream is <em>broken</em> for good: it is no longer what we take it for, and
 * nothing may be put into it.
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
        BROKEN
    }

    /** The shift of a fourth length byte, behind which no fifth may follow. */
    private static final int LAST_SHIFT = 21;

    /** {@link #lengthOfFirst}: more bytes are needed. */
    public static final int INCOMPLETE = -1;

    /** {@link #lengthOfFirst}: no number of bytes makes a length of this. */
    public static final int UNREADABLE = -2;

    private static final int RESERVED = bit(0x00);

    /** A bit for each packet type that breaks the stream. */
    private final int forbidden;

    private final boolean paddedLengths;

    private State state = State.BOUNDARY;
    /** While in LENGTH: the bits read so far and where the next seven go. While in BODY: bytes to come. */
    private int body;

    private byte shift;

    /** The packet type in the upper half of the byte that began the latest packet. */
    private byte latest;

    private @Nullable PacketTally tally;

    private PacketBoundaries(int forbidden, boolean paddedLengths) {
        this.forbidden = forbidden;
        this.paddedLengths = paddedLengths;
    }

    /** What a backend sends. It breaks at the reserved type 0 and at lengths that are longer than they need to be. */
    public static PacketBoundaries fromBackend() {
        return new PacketBoundaries(RESERVED, false);
    }

    /** The same up to a DISCONNECT: it breaks there, so that somebody else can look at it before it goes any further. */
    public static PacketBoundaries fromBackendToDisconnect() {
        return new PacketBoundaries(RESERVED | bit(PacketType.DISCONNECT), false);
    }

    /**
     * What a client sends behind its CONNECT. It breaks at a second CONNECT (section 3.1), which nobody has looked at, and
     * at the reserved type 0. Only MQTT 5 forbids a length to be longer than it needs to be, and every receiver
     * reads the same number: such lengths pass.
     */
    public static PacketBoundaries fromClient() {
        return new PacketBoundaries(RESERVED | bit(PacketType.CONNECT), true);
    }

    /** Has the packets counted that begin from now on. */
    public void count(PacketTally packets) {
        tally = packets;
    }

    /**
     * Takes note of the readable bytes, which are about to be relayed. No index of the buffer moves.
     *
     * @return how many of them stand before the byte that broke the stream; all of them unless it is broken
     */
    public int advance(ByteBuf bytes) {
        return advance(bytes, false);
    }

    /**
     * The same, but not beyond the end of the packet that is on its way.
     *
     * @return how many of the readable bytes belong to it: none at a boundary, all of them in a stream that was broken before
     */
    public int finish(ByteBuf bytes) {
        return state == State.BROKEN ? bytes.readableBytes() : advance(bytes, true);
    }

    private int advance(ByteBuf bytes, boolean onePacket) {
        int start = bytes.readerIndex();
        int end = bytes.writerIndex();
        int i = start;
        while (i < end && state != State.BROKEN && !(onePacket && state == State.BOUNDARY)) {
            if (state == State.BODY) {
                int skipped = Math.min(body, end - i);
                i += skipped;
                body -= skipped;
                state = body == 0 ? State.BOUNDARY : State.BODY;
            } else {
                header(bytes.getByte(i));
                i += state == State.BROKEN ? 0 : 1;
            }
        }
        return i - start;
    }

    /**
     * How long the packet is that begins at the reader index, fixed header included, in bytes.
     *
     * @return {@link #INCOMPLETE} when its length has not come yet, {@link #UNREADABLE} when that is none
     */
    public static int lengthOfFirst(ByteBuf bytes) {
        int remaining = VariableByteInteger.decode(bytes, bytes.readerIndex() + 1, bytes.writerIndex());
        if (remaining < 0) {
            return remaining == VariableByteInteger.NOT_ENOUGH ? INCOMPLETE : UNREADABLE;
        }
        return 1 + VariableByteInteger.encodedLength(remaining) + remaining;
    }

    /** Whether all packets so far are complete; false when the stream is broken. */
    public boolean atBoundary() {
        return state == State.BOUNDARY;
    }

    /** Whether the latest packet, complete or not, is a DISCONNECT, behind which nothing may be sent (section 3.14.4). */
    public boolean saidDisconnect() {
        return latest == (byte) PacketType.DISCONNECT;
    }

    private void header(int next) {
        if (state == State.BOUNDARY) {
            state = (forbidden & bit(next)) == 0 ? State.LENGTH : State.BROKEN;
            latest = (byte) (next & 0xF0);
            if (tally != null && state != State.BROKEN) {
                tally.begun(next);
            }
            body = 0;
            shift = 0;
            return;
        }
        body |= (next & 0x7F) << shift;
        if (next >= 0) {
            boolean padded = next == 0 && shift > 0;
            state = padded && !paddedLengths ? State.BROKEN : body == 0 ? State.BOUNDARY : State.BODY;
        } else if (shift == LAST_SHIFT) {
            state = State.BROKEN;
        }
        shift = (byte) (shift + 7);
    }

    /** Of the packet type in the upper half of a first byte. */
    private static int bit(int firstByte) {
        return 1 << ((firstByte & 0xF0) >>> 4);
    }
}
