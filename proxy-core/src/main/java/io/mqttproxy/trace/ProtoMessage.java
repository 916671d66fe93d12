package io.mqttproxy.trace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes one message of Protocol Buffers, field by field (protobuf.dev, "Encoding"). */
final class ProtoMessage {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int TAG_BITS = 3;
    private static final int MORE = 0x80;
    private static final int PAYLOAD_BITS = 7;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An enum or a number that is not negative. */
    ProtoMessage number(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    /** {@code fixed64}: eight bytes, the lowest first. */
    ProtoMessage fixed64(int field, long value) {
        tag(field, FIXED_64);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            out.write((int) (value >>> shift));
        }
        return this;
    }

    ProtoMessage bytes(int field, byte[] value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    ProtoMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtoMessage message(int field, ProtoMessage value) {
        return bytes(field, value.toByteArray());
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private void tag(int field, int wireType) {
        varint((long) field << TAG_BITS | wireType);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~(MORE - 1L)) != 0) {
            out.write((int) (rest & (MORE - 1)) | MORE);
            rest >>>= PAYLOAD_BITS;
        }
        out.write((int) rest);
    }
}
