package io.mqttproxy.proxyprotocol;

import io.netty.buffer.ByteBuf;

/**
 * One field of a version 2 header, ready to be written: type, 16-bit length, value (section 2.2.x).
 *
 * @param name what the value is, for messages
 * @param value at most 65535 bytes once {@link HeaderV2} has checked the whole header's length
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call, is never compared
record TlvField(String name, int type, byte[] value) {
    /** Type and length, in front of each value; bytes. */
    static final int PREFIX_LENGTH = 3;

    int encodedLength() {
        return PREFIX_LENGTH + value.length;
    }

    void write(ByteBuf out) {
        out.writeByte(type).writeShort(value.length).writeBytes(value);
    }
}
