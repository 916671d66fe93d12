package io.mqttproxy.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** ClientHello messages as the JDK writes them, and damaged ones. */
final class ClientHellos {

    private static final int HEADER_BYTES = 5;
    private static final byte FRAGMENT_BYTES = 100;

    private ClientHellos() {}

    /** The whole record (RFC 8446 section 5.1): type, version, length, then the handshake message. */
    static byte[] of(SSLEngine device) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(device.getSession().getPacketBufferSize());
        device.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The same message in records of one byte each. */
    static byte[] inTinyRecords(byte[] record) {
        int message = record.length - HEADER_BYTES;
        ByteBuffer out = ByteBuffer.allocate(message * (HEADER_BYTES + 1));
        for (int i = 0; i < message; i++) {
            out.put(record, 0, HEADER_BYTES - 2); // type and version
            out.putShort((short) 1); // length
            out.put(record[HEADER_BYTES + i]);
        }
        return out.array();
    }

    /** The first record of a ClientHello that declares so many bytes. */
    static byte[] declaring(int bytes) {
        byte[] start = {
            22, // handshake
            3, // TLS 1.0, as RFC 8446 section 5.1 wants it here
            1,
            0, // length of this record
            FRAGMENT_BYTES,
            1, // ClientHello
            (byte) (bytes >> 16), // length of the message
            (byte) (bytes >> 8),
            (byte) bytes,
            3, // TLS 1.2
            3,
        };
        return Arrays.copyOf(start, HEADER_BYTES + FRAGMENT_BYTES);
    }
}
