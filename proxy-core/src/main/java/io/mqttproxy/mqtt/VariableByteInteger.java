package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;

/**
 * The Variable Byte Integer of section 1.5.5: seven bits a byte, lowest first, the high bit says that another byte
 * follows; one to four bytes, in the fewest that hold the value.
 */
public final class VariableByteInteger {
    /** The largest value: 268,435,455. */
    public static final int MAX = (1 << 28) - 1;

    /** Result of {@link #decode}: all bytes so far say that another one follows, and there is none yet. */
    public static final int NOT_ENOUGH = -1;

    /** Result of {@link #decode}: the fourth byte says that another one follows. */
    public static final int TOO_LONG = -2;

    /** Result of {@link #decode}: the last of several bytes is zero, so that fewer would have done. */
    public static final int NOT_MINIMAL = -3;

    private static final int MAX_BYTES = 4;

    private VariableByteInteger() {}

    /**
     * Reads the integer at {@code index} without moving any index of the buffer.
     *
     * @param end index behind the last byte that may be read
     * @return the value, or {@link #NOT_ENOUGH}, {@link #TOO_LONG} or {@link #NOT_MINIMAL}, which are negative
     */
    public static int decode(ByteBuf bytes, int index, int end) {
        int value = 0;
        for (int i = 0; i < MAX_BYTES; i++) {
            if (index + i >= end) {
                return NOT_ENOUGH;
            }
            int next = bytes.getByte(index + i);
            value |= (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return next == 0 && i > 0 ? NOT_MINIMAL : value;
            }
        }
        return TOO_LONG;
    }

    /**
     * How many bytes {@link #write} needs for the value: 1 to 4.
     *
     * @throws IllegalArgumentException when the value is negative or larger than {@link #MAX}
     */
    public static int encodedLength(int value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("length: " + value + " (expected: 0 to " + MAX + ")");
        }
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
    }

    /**
     * Appends the value in the fewest bytes.
     *
     * @throws IllegalArgumentException when the value is negative or larger than {@link #MAX}
     */
    public static void write(ByteBuf out, int value) {
        int rest = value;
        for (int more = encodedLength(value) - 1; more > 0; more--) {
            out.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }
}
