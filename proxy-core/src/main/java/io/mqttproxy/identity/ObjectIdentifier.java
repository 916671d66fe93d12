package io.mqttproxy.identity;

import io.mqttproxy.identity.DerReader.DerElement;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes object identifiers (X.690 section 8.19). */
final class ObjectIdentifier {
    /** Long enough for every registered one; dotted form of more would only serve an attacker. */
    private static final int LONGEST = 64;
    /** A dotted form of more characters cannot fit into that. */
    private static final int LONGEST_TEXT = 256;

    private static final Pattern DOTTED =
            Pattern.compile("(?:[01]\\.(?:[0-9]|[1-3][0-9])|2\\.(?:0|[1-9][0-9]*))" + "(?:\\.(?:0|[1-9][0-9]*))*+");

    private ObjectIdentifier() {}

    /**
     * Checks the content of an element that was read with the tag {@link DerReader#OBJECT_IDENTIFIER}.
     *
     * @throws IdentityException when it is empty, too long, ends inside a number or pads one
     */
    static void check(String name, DerElement element) throws IdentityException {
        boolean numberStarts = true;
        for (int i = 0; i < Math.min(element.length(), LONGEST); i++) {
            if (numberStarts && element.at(i) == 0x80) {
                throw malformed(name);
            }
            numberStarts = (element.at(i) & 0x80) == 0;
        }
        if (element.length() == 0 || element.length() > LONGEST || !numberStarts) {
            throw malformed(name);
        }
    }

    /** The dotted form of an element that {@link #check} has passed. */
    static String dotted(DerElement element) {
        StringBuilder text = new StringBuilder();
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < element.length(); i++) {
            number = number.shiftLeft(7).or(BigInteger.valueOf(element.at(i) & 0x7F));
            if ((element.at(i) & 0x80) == 0) {
                append(text, number);
                number = BigInteger.ZERO;
            }
        }
        return text.toString();
    }

    /** The first number holds two arcs: 40 times the first, which is 0 to 2, plus the second. */
    private static void append(StringBuilder text, BigInteger number) {
        if (!text.isEmpty()) {
            text.append('.').append(number);
            return;
        }
        int root = Math.min(number.min(BigInteger.valueOf(80)).intValue() / 40, 2);
        text.append(root).append('.').append(number.subtract(BigInteger.valueOf(40L * root)));
    }

    /**
     * The content bytes for a dotted form.
     *
     * @return null when the text is no object identifier, pads a number or is too long
     */
    static byte @Nullable [] content(String dotted) {
        if (dotted.length() > LONGEST_TEXT || !DOTTED.matcher(dotted).matches()) {
            return null;
        }
        String[] arcs = dotted.split("\\.", -1);
        BigInteger root = BigInteger.valueOf(40L * Integer.parseInt(arcs[0]));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        write(content, root.add(new BigInteger(arcs[1])));
        for (int i = 2; i < arcs.length; i++) {
            write(content, new BigInteger(arcs[i]));
        }
        return content.size() > LONGEST ? null : content.toByteArray();
    }

    /** Seven bits in each byte, and the eighth set in all but the last. */
    private static void write(ByteArrayOutputStream content, BigInteger number) {
        int groups = Math.max(1, (number.bitLength() + 6) / 7);
        for (int i = groups - 1; i >= 0; i--) {
            content.write((number.shiftRight(7 * i).intValue() & 0x7F) | (i == 0 ? 0 : 0x80));
        }
    }

    private static IdentityException malformed(String name) {
        return new IdentityException(name + ": malformed object identifier (expected: DER as in RFC 5280)");
    }
}
