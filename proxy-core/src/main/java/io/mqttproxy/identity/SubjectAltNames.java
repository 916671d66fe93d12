package io.mqttproxy.identity;

import io.mqttproxy.identity.DerReader.DerElement;
import org.jspecify.annotations.Nullable;

/** The content of a subjectAltName extension: {@code SEQUENCE SIZE (1..MAX) OF GeneralName} (RFC 5280 section 4.2.1.6). */
final class SubjectAltNames {
    /** Of the otherNames, only user principal names count. */
    static final int OTHER = 0xA0;

    static final int EMAIL = 0x81;
    static final int DNS = 0x82;
    static final int URI = 0x86;
    static final int IP = 0x87;

    private static final String NAME = "subjectAltName";

    private final DerElement extensionValue;

    /**
     * @param extensionValue the extension's OCTET STRING
     */
    SubjectAltNames(DerElement extensionValue) {
        this.extensionValue = extensionValue;
    }

    /**
     * The only entry of a kind. All entries are walked, so that a broken one beside it is never overlooked.
     *
     * @param tag one of the constants above
     * @return null when there is none of this kind
     * @throws IdentityException when there are several, or the extension is malformed
     */
    @Nullable String only(int tag, String field, int maxBytes) throws IdentityException {
        DerElement found = null;
        DerReader outer = extensionValue.reader(NAME);
        DerReader names = outer.next(DerReader.SEQUENCE).reader(NAME);
        outer.end();
        do {
            DerElement name = names.next();
            if (!isGeneralName(name.tag())) {
                throw names.malformed("unknown kind of name");
            }
            if (name.tag() == tag && (tag != OTHER || OtherName.read(NAME, name).isUserPrincipalName())) {
                if (found != null) {
                    throw new IdentityException(field + ": more than one (expected: exactly one)");
                }
                found = name;
            }
        } while (names.hasNext());
        return found == null ? null : text(found, field, maxBytes);
    }

    private static String text(DerElement name, String field, int maxBytes) throws IdentityException {
        return switch (name.tag()) {
            case IP -> IpText.of(field, name);
            case OTHER -> OtherName.read(NAME, name).userPrincipalName(field, maxBytes);
            default -> DerString.decodeAscii(field, name, maxBytes);
        };
    }

    /** otherName, x400Address, directoryName and ediPartyName are constructed; the others are primitive. */
    private static boolean isGeneralName(int tag) {
        return switch (tag) {
            case OTHER, EMAIL, DNS, 0xA3, 0xA4, 0xA5, URI, IP, 0x88 -> true;
            default -> false;
        };
    }
}
