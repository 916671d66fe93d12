package io.mqttproxy.identity;

import io.mqttproxy.identity.DerReader.DerElement;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this package needs of a certificate's extensions (RFC 5280 section 4.2).
 *
 * @param alternativeNames the subjectAltName, or null
 * @param basicConstraints the OCTET STRING of basicConstraints, or null
 * @param keyUsage the OCTET STRING of keyUsage, or null
 */
record Extensions(
        @Nullable SubjectAltNames alternativeNames,
        @Nullable DerElement basicConstraints,
        @Nullable DerElement keyUsage) {
    static final Extensions NONE = new Extensions(null, null, null);

    private static final byte[] KEY_USAGE = {0x55, 0x1D, 0x0F}; // 2.5.29.15
    private static final byte[] SUBJECT_ALT_NAME = {0x55, 0x1D, 0x11}; // 2.5.29.17
    private static final byte[] BASIC_CONSTRAINTS = {0x55, 0x1D, 0x13}; // 2.5.29.19
    private static final int SIGNS_CERTIFICATES_OR_CRLS = 0x06; // keyCertSign (5) and cRLSign (6) of the first byte

    /**
     * Reads {@code [3] EXPLICIT SEQUENCE SIZE (1..MAX) OF Extension}.
     *
     * @param name what is being read, for messages
     * @throws IdentityException when it is malformed or an extension occurs twice
     */
    static Extensions read(String name, DerElement explicitlyTagged) throws IdentityException {
        DerReader explicit = explicitlyTagged.reader(name);
        DerReader list = explicit.next(DerReader.SEQUENCE).reader(name);
        explicit.end();
        Extensions found = NONE;
        Set<ByteBuffer> seen = new HashSet<>();
        do {
            DerReader extension = list.next(DerReader.SEQUENCE).reader(name);
            DerElement type = extension.next(DerReader.OBJECT_IDENTIFIER);
            ObjectIdentifier.check(name, type);
            skipCritical(extension);
            DerElement value = extension.next(DerReader.OCTET_STRING);
            extension.end();
            if (!seen.add(ByteBuffer.wrap(type.bytes(), type.content(), type.length()))) {
                throw new IdentityException(name + ": extension " + ObjectIdentifier.dotted(type)
                        + " occurs twice (expected: each at most once)");
            }
            found = found.with(type, value);
        } while (list.hasNext());
        return found;
    }

    private Extensions with(DerElement type, DerElement value) {
        if (type.contentEquals(SUBJECT_ALT_NAME)) {
            return new Extensions(new SubjectAltNames(value), basicConstraints, keyUsage);
        } else if (type.contentEquals(BASIC_CONSTRAINTS)) {
            return new Extensions(alternativeNames, value, keyUsage);
        } else if (type.contentEquals(KEY_USAGE)) {
            return new Extensions(alternativeNames, basicConstraints, value);
        }
        return this;
    }

    /**
     * Refuses a certificate that may sign others.
     *
     * @param field what is asked for, for the message
     */
    void requireEndEntity(String field) throws IdentityException {
        if (isAuthority() || signs()) {
            throw new IdentityException(field + ": certificate of a CA (expected: that of an end entity)");
        }
    }

    /** {@code SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }}. */
    private boolean isAuthority() throws IdentityException {
        if (basicConstraints == null) {
            return false;
        }
        DerReader value = basicConstraints.reader("basicConstraints");
        DerReader fields = value.next(DerReader.SEQUENCE).reader("basicConstraints");
        value.end();
        boolean authority = fields.nextIs(DerReader.BOOLEAN) && bool(fields);
        if (fields.hasNext()) {
            fields.next(DerReader.INTEGER);
        }
        fields.end();
        return authority;
    }

    /** A BIT STRING whose first byte says how many bits of the last one do not count. */
    private boolean signs() throws IdentityException {
        if (keyUsage == null) {
            return false;
        }
        DerReader value = keyUsage.reader("keyUsage");
        DerElement bits = value.next(DerReader.BIT_STRING);
        value.end();
        if (bits.length() == 0 || bits.at(0) > 7 || (bits.length() == 1 && bits.at(0) > 0)) {
            throw value.malformed("bit string of no whole bits");
        }
        return bits.length() > 1 && (bits.at(1) & SIGNS_CERTIFICATES_OR_CRLS) != 0;
    }

    private static void skipCritical(DerReader extension) throws IdentityException {
        if (extension.nextIs(DerReader.BOOLEAN)) {
            bool(extension);
        }
    }

    private static boolean bool(DerReader reader) throws IdentityException {
        DerElement element = reader.next();
        if (element.length() != 1 || (element.at(0) != 0 && element.at(0) != 0xFF)) {
            throw reader.malformed("boolean that is neither 00 nor FF");
        }
        return element.at(0) != 0;
    }
}
