package io.mqttproxy.proxyprotocol;

/**
 * Addresses as a version 1 header wants them (section 2.1): four decimal numbers, or hexadecimal groups in the canonical form
 * of RFC 5952 section 4. A mapped address is written in groups too: the dotted form of RFC 5952 section 5 is not part of the
 * header's grammar.
 */
final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    static String of(byte[] address) {
        return address.length == 4 ? dotted(address) : grouped(address);
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
