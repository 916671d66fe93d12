package io.mqttproxy.identity;

import io.mqttproxy.identity.DerReader.DerElement;

/**
 * Addresses as text, each in exactly one form: dotted IPv4, IPv6 as in RFC 5952.
 *
 * <p>An IPv4-mapped IPv6 address stays one ({@code ::ffff:192.0.2.1}), so that no two certificates get one name.
 */
final class IpText {
    private static final int GROUPS = 8;

    private IpText() {}

    /**
     * @param field the field, for messages
     * @param address content of 4 or 16 bytes
     * @throws IdentityException for any other length
     */
    static String of(String field, DerElement address) throws IdentityException {
        return switch (address.length()) {
            case 4 -> v4(address, 0);
            case 16 -> v6(address);
            default -> throw new IdentityException(field + ": " + address.length() + " bytes (expected: 4 or 16)");
        };
    }

    private static String v4(DerElement address, int from) {
        return address.at(from) + "." + address.at(from + 1) + "." + address.at(from + 2) + "." + address.at(from + 3);
    }

    private static String v6(DerElement address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = address.at(2 * i) << 8 | address.at(2 * i + 1);
        }
        int gap = longestZeroRun(groups);
        int gapEnd = gap < 0 ? -1 : zeroRunEnd(groups, gap);
        if (gap == 0 && gapEnd == 5 && groups[5] == 0xFFFF) {
            return "::ffff:" + v4(address, 12);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i = gapEnd - 1;
            } else {
                text.append(i == 0 || i == gapEnd ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    /** The first of the longest runs of at least two zero groups, or -1 (RFC 5952 sections 4.2.2 and 4.2.3). */
    private static int longestZeroRun(int[] groups) {
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = zeroRunEnd(groups, i) - i;
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        return best;
    }

    private static int zeroRunEnd(int[] groups, int start) {
        int end = start;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end;
    }
}
