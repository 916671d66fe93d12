package io.mqttproxy.routing;

import org.jspecify.annotations.Nullable;

/** Reads the text forms of an IPv6 address (RFC 4291 section 2.2) and writes the canonical one (RFC 5952). */
final class Ipv6Text {

    private static final int GROUPS = 8;

    private final String text;
    private final int[] groups = new int[GROUPS];
    private int count;
    /** How many groups stand before the {@code ::}, or -1 when there is none. */
    private int gap = -1;

    Ipv6Text(String text) {
        this.text = text;
    }

    /** The address, or null when the text is none. */
    @Nullable IpAddress parse() {
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            int end = text.indexOf(':', at);
            if (!take(at, end < 0 ? text.length() : end)) {
                return null;
            }
            if (end < 0) {
                break;
            }
            at = end + 1;
            if (at == text.length()) {
                return null; // A single colon at the end.
            }
            if (text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                at++;
            }
        }
        boolean complete = gap < 0 ? count == GROUPS : count < GROUPS;
        return complete ? address() : null;
    }

    /** Takes one group of hexadecimal digits, or an IPv4 address that ends the text. */
    private boolean take(int from, int to) {
        if (to == text.length() && text.indexOf('.', from) >= 0) {
            long v4 = IpAddress.parseV4(text, from);
            return v4 >= 0 && add((int) (v4 >> 16)) && add((int) (v4 & 0xffff));
        }
        int length = to - from;
        if (length < 1 || length > 4) {
            return false;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = hexadecimal(text.charAt(i));
            if (digit < 0) {
                return false;
            }
            value = value << 4 | digit;
        }
        return add(value);
    }

    private boolean add(int group) {
        if (count == GROUPS) {
            return false;
        }
        groups[count++] = group;
        return true;
    }

    private IpAddress address() {
        long[] halves = new long[2];
        int before = gap < 0 ? count : gap;
        int missing = GROUPS - count;
        for (int i = 0; i < count; i++) {
            int place = i < before ? i : i + missing;
            halves[place / 4] |= (long) groups[i] << (48 - 16 * (place % 4));
        }
        return new IpAddress(halves[0], halves[1]);
    }

    /** Lower case, no leading zeros, the first longest run of at least two zero groups as {@code ::}. */
    static String of(IpAddress address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            long half = i < 4 ? address.high() : address.low();
            groups[i] = (int) (half >>> (48 - 16 * (i % 4))) & 0xffff;
        }
        int start = 0;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeros(groups, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        if (length == 1) {
            return join(groups, 0, GROUPS);
        }
        return join(groups, 0, start) + "::" + join(groups, start + length, GROUPS);
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static String join(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /** The value of an ASCII digit or -1; {@link Character#digit} would take digits of other scripts too. */
    private static int hexadecimal(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
