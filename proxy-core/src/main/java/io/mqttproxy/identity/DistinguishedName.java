package io.mqttproxy.identity;

import io.mqttproxy.identity.DerReader.DerElement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subject or issuer: {@code RDNSequence ::= SEQUENCE OF SET OF SEQUENCE {type, value}} (RFC 5280 section 4.1.2.4).
 */
final class DistinguishedName {
    private static final byte[] DOMAIN_COMPONENT =
            HexFormat.of().parseHex("0992268993f22c640119"); // 0.9.2342.19200300.100.1.25
    private static final byte[] USER_ID = HexFormat.of().parseHex("0992268993f22c640101"); // 0.9.2342.19200300.100.1.1

    private final String name;
    private final DerElement sequence;

    /**
     * @param name what it is, for messages
     * @param sequence the element with the tag SEQUENCE
     */
    DistinguishedName(String name, DerElement sequence) {
        this.name = name;
        this.sequence = sequence;
    }

    /**
     * The only attribute of a type.
     *
     * @return null when there is none
     * @throws IdentityException when there is more than one, in whatever RDN, or it is not clean text
     */
    @Nullable String only(AttributeType type, String field, int maxBytes) throws IdentityException {
        DerElement found = null;
        for (List<Attribute> rdn : rdns()) {
            for (Attribute attribute : rdn) {
                if (!type.matches(attribute.type())) {
                    continue;
                }
                if (found != null) {
                    throw new IdentityException(field + ": more than one (expected: exactly one)");
                }
                found = attribute.value();
            }
        }
        return found == null ? null : DerString.decode(field, found, maxBytes);
    }

    /**
     * All attributes of a type that are clean text, in the order of the certificate.
     *
     * @throws IdentityException when the name is malformed
     */
    List<String> readable(AttributeType type, String field, int maxBytes) throws IdentityException {
        List<String> texts = new ArrayList<>(1);
        for (List<Attribute> rdn : rdns()) {
            for (Attribute attribute : rdn) {
                @Nullable String text = type.matches(attribute.type()) ? readable(attribute, field, maxBytes) : null;
                if (text != null) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    private static @Nullable String readable(Attribute attribute, String field, int maxBytes) {
        try {
            return DerString.decode(field, attribute.value(), maxBytes);
        } catch (IdentityException e) {
            return null;
        }
    }

    /**
     * The string form of RFC 4514: last RDN first, {@code +} between the attributes of one RDN in the order of the
     * certificate.
     *
     * @return null when the name has no attribute at all
     * @throws IdentityException when a value of a known type is not clean text or the whole is longer than the limit
     */
    @Nullable String text(String field, int maxBytes) throws IdentityException {
        List<List<Attribute>> rdns = rdns();
        if (rdns.isEmpty()) {
            return null;
        }
        Collections.reverse(rdns);
        StringBuilder text = new StringBuilder();
        for (List<Attribute> rdn : rdns) {
            char separator = ',';
            for (Attribute attribute : rdn) {
                if (!text.isEmpty()) {
                    text.append(separator);
                }
                append(text, attribute, field, maxBytes);
                separator = '+';
            }
        }
        return CleanText.require(field, text.toString(), maxBytes);
    }

    private static void append(StringBuilder text, Attribute attribute, String field, int maxBytes)
            throws IdentityException {
        String shortName = shortName(attribute.type());
        DerElement value = attribute.value();
        if (shortName == null) {
            text.append(ObjectIdentifier.dotted(attribute.type())).append("=#");
            HexFormat.of().formatHex(text, value.bytes(), value.start(), value.end());
        } else {
            text.append(shortName).append('=');
            escape(text, DerString.decode(field, value, maxBytes));
        }
    }

    /** The table of RFC 4514 section 3. */
    private static @Nullable String shortName(DerElement type) {
        if (type.length() == 3 && type.at(0) == 0x55 && type.at(1) == 0x04) {
            return switch (type.at(2)) { // 2.5.4.x
                case 3 -> "CN";
                case 6 -> "C";
                case 7 -> "L";
                case 8 -> "ST";
                case 9 -> "STREET";
                case 10 -> "O";
                case 11 -> "OU";
                default -> null;
            };
        }
        return type.contentEquals(DOMAIN_COMPONENT) ? "DC" : type.contentEquals(USER_ID) ? "UID" : null;
    }

    /** RFC 4514 section 2.4. */
    private static void escape(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean atEdge = (c == ' ' && (i == 0 || i == value.length() - 1)) || (c == '#' && i == 0);
            if (atEdge || "\"+,;<>\\".indexOf(c) >= 0) {
                text.append('\\');
            }
            text.append(c);
        }
    }

    private List<List<Attribute>> rdns() throws IdentityException {
        List<List<Attribute>> rdns = new ArrayList<>();
        DerReader reader = sequence.reader(name);
        while (reader.hasNext()) {
            rdns.add(attributes(reader.next(DerReader.SET).reader(name)));
        }
        return rdns;
    }

    private List<Attribute> attributes(DerReader set) throws IdentityException {
        List<Attribute> attributes = new ArrayList<>(1);
        do {
            DerReader pair = set.next(DerReader.SEQUENCE).reader(name);
            DerElement type = pair.next(DerReader.OBJECT_IDENTIFIER);
            ObjectIdentifier.check(name, type);
            attributes.add(new Attribute(type, pair.next()));
            pair.end();
        } while (set.hasNext());
        return attributes;
    }

    private record Attribute(DerElement type, DerElement value) {}
}
