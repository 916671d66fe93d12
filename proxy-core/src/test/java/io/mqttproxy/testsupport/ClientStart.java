package io.mqttproxy.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * How the bytes of a connection begin: a PROXY header, if there is one, and the CONNECT behind it.
 *
 * @param headerLength bytes of the PROXY header, 0 = none
 * @param connectLength bytes of the whole CONNECT packet
 */
record ClientStart(int headerLength, int connectLength) {

    private static final byte[] V2_SIGNATURE = {
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    };
    private static final int V2_FIXED = 16;
    private static final byte[] V1_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);

    /** Empty until both are whole. */
    static Optional<ClientStart> of(byte[] bytes) {
        int header = headerLength(bytes);
        if (header < 0) {
            return Optional.empty();
        }
        int packet = packetLength(bytes, header);
        return packet < 0 || bytes.length < header + packet
                ? Optional.empty()
                : Optional.of(new ClientStart(header, packet));
    }

    /** The length of the PROXY header, 0 when the bytes are none, -1 when there are too few of them. */
    private static int headerLength(byte[] bytes) {
        if (startsLike(bytes, V2_SIGNATURE)) {
            return bytes.length < V2_FIXED ? -1 : V2_FIXED + ((bytes[14] & 0xFF) << 8) + (bytes[15] & 0xFF);
        }
        if (startsLike(bytes, V1_START)) {
            int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n");
            return end < 0 ? -1 : end + 2;
        }
        return 0;
    }

    /** Whether {@code bytes} begin with {@code start} as far as they go, and go at all. */
    private static boolean startsLike(byte[] bytes, byte[] start) {
        int length = Math.min(bytes.length, start.length);
        return length > 0 && Arrays.equals(bytes, 0, length, start, 0, length);
    }

    /** MQTT 5 section 1.5.5: seven bits a byte, least significant first; -1 when it is not whole. */
    private static int packetLength(byte[] bytes, int start) {
        int remaining = 0;
        for (int i = 0; i < 4 && start + 1 + i < bytes.length; i++) {
            int digit = bytes[start + 1 + i];
            remaining |= (digit & 0x7F) << (7 * i);
            if (digit >= 0) {
                return 2 + i + remaining;
            }
        }
        return -1;
    }

    /** The protocol level of a whole CONNECT, without a bridge's high bit. */
    static int protocolLevel(byte[] connect) {
        int name = 1;
        while (connect[name] < 0) {
            name++; // the rest of the Remaining Length
        }
        name++;
        int nameLength = ((connect[name] & 0xFF) << 8) + (connect[name + 1] & 0xFF);
        return connect[name + 2 + nameLength] & 0x7F;
    }
}
