package io.mqttproxy.identity;

import io.mqttproxy.identity.DerReader.DerElement;
import java.util.HexFormat;

/**
 * An alternative name of a type of its own: {@code SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }} (RFC
 * 5280 section 4.2.1.6).
 *
 * @param type the type-id
 * @param value what stands inside the explicit tag
 */
record OtherName(DerElement type, DerElement value) {
    private static final int VALUE = 0xA0;
    private static final byte[] USER_PRINCIPAL_NAME =
            HexFormat.of().parseHex("2b060104018237140203"); // 1.3.6.1.4.1.311.20.2.3

    /**
     * Reads an otherName.
     *
     * @param name what is being read, for messages
     * @param element with the implicit tag of the GeneralName
     */
    static OtherName read(String name, DerElement element) throws IdentityException {
        DerReader reader = element.reader(name);
        DerElement type = reader.next(DerReader.OBJECT_IDENTIFIER);
        ObjectIdentifier.check(name, type);
        DerReader explicit = reader.next(VALUE).reader(name);
        reader.end();
        DerElement value = explicit.next();
        explicit.end();
        return new OtherName(type, value);
    }

    boolean isUserPrincipalName() {
        return type.contentEquals(USER_PRINCIPAL_NAME);
    }

    /** Its text, which is a UTF8String and nothing else, as whoever has defined this type says. */
    String userPrincipalName(String field, int maxBytes) throws IdentityException {
        if (value.tag() != DerString.UTF8_STRING) {
            throw new IdentityException(
                    field + ": string type " + DerString.typeName(value.tag()) + " (expected: UTF8String)");
        }
        return DerString.decode(field, value, maxBytes);
    }
}
