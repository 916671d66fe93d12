package io.mqttproxy.identity;

import io.mqttproxy.identity.DerReader.DerElement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type of attribute in a distinguished name: one of those that certificates use (X.520, RFC 4519, PKCS#9) by its LDAP
 * name, and every other by its object identifier. Equal when the identifiers are.
 */
final class AttributeType {
    static final AttributeType COMMON_NAME = new AttributeType("cn", "2.5.4.3");

    private static final Map<String, AttributeType> KNOWN = byNameAndIdentifier(List.of(
            COMMON_NAME,
            new AttributeType("o", "2.5.4.10"),
            new AttributeType("ou", "2.5.4.11"),
            new AttributeType("c", "2.5.4.6"),
            new AttributeType("l", "2.5.4.7"),
            new AttributeType("st", "2.5.4.8"),
            new AttributeType("street", "2.5.4.9"),
            new AttributeType("dc", "0.9.2342.19200300.100.1.25"),
            new AttributeType("uid", "0.9.2342.19200300.100.1.1"),
            new AttributeType("serialNumber", "2.5.4.5"),
            new AttributeType("emailAddress", "1.2.840.113549.1.9.1"),
            new AttributeType("title", "2.5.4.12"),
            new AttributeType("description", "2.5.4.13"),
            new AttributeType("businessCategory", "2.5.4.15"),
            new AttributeType("postalCode", "2.5.4.17"),
            new AttributeType("surname", "2.5.4.4"),
            new AttributeType("givenName", "2.5.4.42"),
            new AttributeType("initials", "2.5.4.43"),
            new AttributeType("generationQualifier", "2.5.4.44"),
            new AttributeType("dnQualifier", "2.5.4.46"),
            new AttributeType("pseudonym", "2.5.4.65"),
            new AttributeType("organizationIdentifier", "2.5.4.97"),
            new AttributeType("unstructuredName", "1.2.840.113549.1.9.2"),
            new AttributeType("unstructuredAddress", "1.2.840.113549.1.9.8")));

    private final String name;
    private final String identifier;
    private final byte[] content;

    private AttributeType(String name, String identifier) {
        byte[] encoded = ObjectIdentifier.content(identifier);
        if (encoded == null) {
            throw new IllegalArgumentException(identifier + " (expected: an object identifier)");
        }
        this.name = name;
        this.identifier = identifier;
        this.content = encoded;
    }

    /**
     * The type of a name, in any case, or of a dotted object identifier.
     *
     * @return null when it is neither
     */
    static @Nullable AttributeType of(String text) {
        AttributeType known = KNOWN.get(text.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        return ObjectIdentifier.content(text) == null ? null : new AttributeType(text, text);
    }

    /** All names that {@link #of} knows, without identifiers. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        KNOWN.forEach((key, type) -> {
            if (key.equalsIgnoreCase(type.name)) {
                names.add(type.name);
            }
        });
        return Collections.unmodifiableList(names);
    }

    /** Its LDAP name if it is well known, else the dotted identifier. */
    String name() {
        return name;
    }

    /** Whether an attribute of a certificate is of this type. */
    boolean matches(DerElement objectIdentifier) {
        return objectIdentifier.contentEquals(content);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AttributeType type && identifier.equals(type.identifier);
    }

    @Override
    public int hashCode() {
        return identifier.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }

    private static Map<String, AttributeType> byNameAndIdentifier(List<AttributeType> types) {
        Map<String, AttributeType> known = new LinkedHashMap<>();
        for (AttributeType type : types) {
            known.put(type.name.toLowerCase(Locale.ROOT), type);
            known.put(type.identifier, type);
        }
        return Collections.unmodifiableMap(known);
    }
}
