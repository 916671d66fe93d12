package io.mqttproxy.proxyprotocol;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as a version 1 header wants them (section 2.1): four decimal numbers, or hexadecimal groups in the canonical form
 * of RFC 5952 section 4. A mapped address is written in groups too: the dotted form of RFC 5952 section 5 is not part of the
 * header's grammar.
 */
final class AddressText {
    private static final int GROUPS = 8;

    /** With a dotted end, the longest there is. */
    private static final int LONGEST_IPV6 = 45;

    private AddressText() {}

    static String of(byte[] address) {
        return address.length == 4 ? dotted(address) : grouped(address);
    }

    /** Four decimal numbers without leading zeros; null for anything else. */
    static byte @Nullable [] ipv4(String text) {
        String[] numbers = text.split("\\.", -1);
        byte[] address = new byte[4];
        boolean valid = numbers.length == address.length;
        for (int i = 0; valid && i < address.length; i++) {
            int number = number(numbers[i], 255);
            valid = number >= 0;
            address[i] = (byte) number;
        }
        return valid ? address : null;
    }

    /** Hexadecimal groups, also with a dotted end, as C libraries write mapped addresses; null for anything else. */
    static byte @Nullable [] ipv6(String text) {
        boolean plain = text.length() <= LONGEST_IPV6
                && text.indexOf(':') >= 0
                && text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
        return plain ? NetUtil.createByteArrayFromIpAddressString(text) : null;
    }

    /** A decimal number without leading zeros; -1 for anything else. */
    static int number(String text, int maximum) {
        if (text.isEmpty() || text.length() > 5 || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = 10 * number + c - '0';
        }
        return number <= maximum ? number : -1;
    }

    private static String dotted(byte[] address) {
        return (address[0] & 0xFF) + "." + (address[1] & 0xFF) + "." + (address[2] & 0xFF) + "." + (address[3] & 0xFF);
    }

    private static String grouped(byte[] address) {
        int zerosFrom = longestZeros(address);
        int zerosTo = zerosFrom + zerosAt(address, zerosFrom);
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == zerosFrom) {
                text.append("::");
            } else if (i < zerosFrom || i >= zerosTo) {
                text.append(i == 0 || i == zerosTo ? "" : ":").append(Integer.toHexString(group(address, i)));
            }
        }
        return text.toString();
    }

    /** The first of the longest runs of two or more zero groups, or {@link #GROUPS} when there is none. */
    private static int longestZeros(byte[] address) {
        int best = GROUPS;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = zerosAt(address, i);
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        return best;
    }

    private static int zerosAt(byte[] address, int from) {
        int length = 0;
        while (from + length < GROUPS && group(address, from + length) == 0) {
            length++;
        }
        return length;
    }

    private static int group(byte[] address, int index) {
        return (address[2 * index] & 0xFF) << 8 | (address[2 * index + 1] & 0xFF);
    }
}
