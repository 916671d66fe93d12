package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;

/**
 * Which text the proxy lets through: well-formed UTF-8 without U+0000 and surrogates, which section 1.5.4 forbids, and
 * without control characters and non-characters, which it lets a receiver refuse. Brokers differ on the latter; text on
 * which the proxy and a broker disagree is how one identity is taken for another, so all of it is refused.
 */
final class Utf8 {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Whether the bytes are allowed text. The caller has checked that they are inside the buffer. */
    static boolean allowed(ByteBuf bytes, int index, int length) {
        int end = index + length;
        int i = index;
        while (i < end) {
            if (end - i >= Long.BYTES && printableAscii(bytes.getLong(i))) {
                i += Long.BYTES;
                continue;
            }
            int step = sequence(bytes, i, end);
            if (step == 0) {
                return false;
            }
            i += step;
        }
        return true;
    }

    /** The index of the first character that is not allowed, an unpaired surrogate among them, or -1. */
    static int firstRefused(String text) {
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            if (!allowed(codePoint)) {
                return i;
            }
            i += Character.charCount(codePoint);
        }
        return -1;
    }

    /**
     * Eight bytes at once: true only when each is 0x20 to 0x7E. A borrow between bytes can make it false for eight good
     * bytes that follow a bad one, never true for a bad one.
     */
    private static boolean printableAscii(long eight) {
        long delete = eight ^ (ONES * 0x7F);
        long below = (eight - ONES * 0x20) | (delete - ONES) | eight;
        return (below & HIGH_BITS) == 0;
    }

    /** The length of the sequence at {@code i}, or 0 when it is not the shortest form of an allowed character. */
    private static int sequence(ByteBuf bytes, int i, int end) {
        int first = bytes.getByte(i) & 0xFF;
        if (first < 0x80) {
            return allowed(first) ? 1 : 0;
        }
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (first < 0xC2 || first > 0xF4 || length > end - i) {
            return 0;
        }
        int codePoint = first & 0xFF >> (length + 1);
        for (int k = 1; k < length; k++) {
            int next = bytes.getByte(i + k);
            if ((next & 0xC0) != 0x80) {
                return 0;
            }
            codePoint = codePoint << 6 | (next & 0x3F);
        }
        int smallest = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
        return codePoint >= smallest && allowed(codePoint) ? length : 0;
    }

    private static boolean allowed(int codePoint) {
        boolean control = codePoint < 0x20 || (codePoint >= 0x7F && codePoint <= 0x9F);
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        boolean nonCharacter = (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
        return !control && !surrogate && !nonCharacter && codePoint <= Character.MAX_CODE_POINT;
    }
}
