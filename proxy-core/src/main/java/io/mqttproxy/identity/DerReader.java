package io.mqttproxy.identity;

import java.util.Arrays;

/**
 * Walks over a run of DER elements (X.690 section 10) without copying them.
 *
 * <p>Strict: one-byte tags, definite lengths in their shortest form, and no element that reaches beyond its parent. It
 * never recurses, so nesting costs nothing that the caller does not ask for. Not safe for use by two threads at once.
 */
final class DerReader {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    /** A tag of 31 would continue in the next bytes; no field of a certificate needs one (X.690 section 8.1.2.4). */
    private static final int HIGH_TAG_NUMBER = 0x1F;

    private final String name;
    private final byte[] bytes;
    private final int end;
    private int position;

    /**
     * Starts at the first byte.
     *
     * @param name what is being read, for messages
     * @param bytes not copied, never written
     */
    DerReader(String name, byte[] bytes) {
        this(name, bytes, 0, bytes.length);
    }

    DerReader(String name, byte[] bytes, int start, int end) {
        this.name = name;
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    boolean hasNext() {
        return position < end;
    }

    /** Whether the next element has this tag; false at the end. */
    boolean nextIs(int tag) {
        return position < end && (bytes[position] & 0xFF) == tag;
    }

    /** Reads the next element and moves behind it. */
    DerElement next() throws IdentityException {
        int start = position;
        int tag = nextByte();
        if ((tag & HIGH_TAG_NUMBER) == HIGH_TAG_NUMBER) {
            throw malformed("tag number above 30");
        }
        int length = nextLength();
        if (length > end - position) {
            throw malformed("length beyond the enclosing element");
        }
        int content = position;
        position += length;
        return new DerElement(bytes, tag, start, content, position);
    }

    /** Reads the next element, which must have this tag. */
    DerElement next(int tag) throws IdentityException {
        if (!nextIs(tag)) {
            throw malformed(hasNext() ? "unexpected tag" : "element missing");
        }
        return next();
    }

    /** Refuses anything behind the last element that the caller knows. */
    void end() throws IdentityException {
        if (hasNext()) {
            throw malformed("surplus element");
        }
    }

    IdentityException malformed(String what) {
        return new IdentityException(name + ": " + what + " (expected: DER as in RFC 5280)");
    }

    private int nextByte() throws IdentityException {
        if (position >= end) {
            throw malformed("cut short");
        }
        return bytes[position++] & 0xFF;
    }

    /** X.690 sections 8.1.3 and 10.1. */
    private int nextLength() throws IdentityException {
        int first = nextByte();
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7F;
        if (count == 0 || count > 3) {
            throw malformed(count == 0 ? "indefinite length" : "length of 16 MiB or more");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = length << 8 | nextByte();
        }
        if (length < 0x80 || length >>> (8 * (count - 1)) == 0) {
            throw malformed("length not in its shortest form");
        }
        return length;
    }

    /**
     * One element in place.
     *
     * @param bytes the whole input, shared
     * @param tag class, constructed bit and number in one byte
     * @param start index of the tag
     * @param content index of the first content byte
     * @param end index behind the last content byte
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shown: a view of bytes that somebody else owns
    record DerElement(byte[] bytes, int tag, int start, int content, int end) {
        DerReader reader(String name) {
            return new DerReader(name, bytes, content, end);
        }

        int length() {
            return end - content;
        }

        int at(int index) {
            return bytes[content + index] & 0xFF;
        }

        byte[] copyOfContent() {
            return Arrays.copyOfRange(bytes, content, end);
        }

        boolean contentEquals(byte[] other) {
            return Arrays.equals(bytes, content, end, other, 0, other.length);
        }
    }
}
