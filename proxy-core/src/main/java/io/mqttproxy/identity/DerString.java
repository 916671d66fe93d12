package io.mqttproxy.identity;

import io.mqttproxy.identity.DerReader.DerElement;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes the string types that may carry an identity (X.680 section 41), each with its own alphabet enforced.
 *
 * <p>TeletexString and UniversalString are refused: what their bytes mean differs between implementations, so that two
 * readers could see two names.
 */
final class DerString {
    static final int UTF8_STRING = 0x0C;
    static final int PRINTABLE_STRING = 0x13;
    static final int TELETEX_STRING = 0x14;
    static final int IA5_STRING = 0x16;
    static final int UNIVERSAL_STRING = 0x1C;
    static final int BMP_STRING = 0x1E;

    /** X.680 table 10, beside letters and digits. */
    private static final String PRINTABLE_PUNCTUATION = " '()+,-./:=?";

    private DerString() {}

    /**
     * Decodes an element by its universal tag.
     *
     * @param name the field, for messages
     * @param element any element
     * @param maxBytes the most bytes of the text's UTF-8 form
     * @return clean text, not empty
     * @throws IdentityException when the type is not a supported one or the content is not clean text
     */
    static String decode(String name, DerElement element, int maxBytes) throws IdentityException {
        refuseLong(name, element, element.tag() == BMP_STRING ? 2L * maxBytes : maxBytes);
        String text =
                switch (element.tag()) {
                    case UTF8_STRING -> utf8(name, element);
                    case PRINTABLE_STRING -> printable(name, element);
                    case IA5_STRING -> ascii(name, element);
                    case BMP_STRING -> bmp(name, element);
                    default ->
                        throw new IdentityException(name + ": string type " + typeName(element.tag())
                                + " (expected: UTF8String, PrintableString, IA5String or BMPString)");
                };
        return CleanText.require(name, text, maxBytes);
    }

    /** Decodes an implicitly tagged IA5String, as SAN entries are. */
    static String decodeAscii(String name, DerElement element, int maxBytes) throws IdentityException {
        refuseLong(name, element, maxBytes);
        return CleanText.require(name, ascii(name, element), maxBytes);
    }

    /** Known before decoding: no supported type needs more bytes for a text than this. */
    private static void refuseLong(String name, DerElement element, long maxBytes) throws IdentityException {
        if (element.length() > maxBytes) {
            throw new IdentityException(name + ": " + element.length() + " bytes (expected: at most " + maxBytes + ")");
        }
    }

    private static String utf8(String name, DerElement element) throws IdentityException {
        ByteBuffer content = ByteBuffer.wrap(element.bytes(), element.content(), element.length());
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(content)
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IdentityException(name + ": not UTF-8 (expected: a well-formed UTF8String)");
        }
    }

    private static String printable(String name, DerElement element) throws IdentityException {
        String text = ascii(name, element);
        for (int i = 0; i < text.length(); i++) {
            if (!isPrintable(text.charAt(i))) {
                throw new IdentityException(name + ": byte outside the alphabet of PrintableString at index " + i
                        + " (expected: letters, digits, space and '()+,-./:=?)");
            }
        }
        return text;
    }

    private static boolean isPrintable(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PRINTABLE_PUNCTUATION.indexOf(c) >= 0;
    }

    private static String ascii(String name, DerElement element) throws IdentityException {
        for (int i = 0; i < element.length(); i++) {
            if (element.at(i) > 0x7F) {
                throw new IdentityException(name + ": byte above 7F at index " + i + " (expected: ASCII)");
            }
        }
        return new String(element.bytes(), element.content(), element.length(), StandardCharsets.US_ASCII);
    }

    /** Two bytes each, big endian; surrogates are no characters of the basic plane and fail as unclean. */
    private static String bmp(String name, DerElement element) throws IdentityException {
        if (element.length() % 2 != 0) {
            throw new IdentityException(name + ": BMPString of odd length (expected: two bytes per character)");
        }
        for (int i = 0; i < element.length(); i += 2) {
            if (Character.isSurrogate((char) (element.at(i) << 8 | element.at(i + 1)))) {
                throw new IdentityException(name + ": surrogate in a BMPString (expected: the basic plane only)");
            }
        }
        return new String(element.bytes(), element.content(), element.length(), StandardCharsets.UTF_16BE);
    }

    static String typeName(int tag) {
        return switch (tag) {
            case TELETEX_STRING -> "TeletexString";
            case UNIVERSAL_STRING -> "UniversalString";
            default -> "0x" + Integer.toHexString(tag);
        };
    }
}
