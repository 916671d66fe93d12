package io.mqttproxy.relay;

import io.mqttproxy.config.HashedField;
import io.netty.util.concurrent.FastThreadLocal;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What clients are called in logs: their names as they are, or keyed hashes of them, by which a log can be searched and counted
 * and which tell nobody without the key what the names are.
 *
 * <p>A hash is {@code #} and the first 64 bits of HMAC-SHA-256 (RFC 2104) over the UTF-8 of the text, in hexadecimal digits: the
 * same text has the same hash in every field and in every process with the same key. Any thread.
 */
public final class NameHash {

    /** In bytes; a shorter key is guessed sooner than it is of use. */
    public static final int SHORTEST_KEY = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int HASH_BYTES = 8;
    private static final String MARK = "#";
    private static final NameHash NONE = new NameHash(Set.of(), new byte[SHORTEST_KEY]);

    private final Set<HashedField> fields;
    private final FastThreadLocal<Mac> macs;

    private NameHash(Set<HashedField> fields, byte[] key) {
        this.fields = fields.isEmpty() ? Set.of() : EnumSet.copyOf(fields);
        SecretKeySpec secret = new SecretKeySpec(key, ALGORITHM);
        this.macs = new FastThreadLocal<>() {
            @Override
            protected Mac initialValue() throws GeneralSecurityException {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(secret);
                return mac;
            }
        };
    }

    /** Leaves everything as it is. */
    public static NameHash none() {
        return NONE;
    }

    /**
     * Hashes some fields.
     *
     * @param key copied
     * @throws IllegalArgumentException when it has fewer than {@link #SHORTEST_KEY} bytes
     */
    public static NameHash of(Set<HashedField> fields, byte[] key) {
        if (key.length < SHORTEST_KEY) {
            throw new IllegalArgumentException(
                    key.length + " bytes (expected: at least " + SHORTEST_KEY + ", such as 32 random digits)");
        }
        return new NameHash(fields, key);
    }

    /** Whether a field is hashed. */
    public boolean hides(HashedField field) {
        return fields.contains(field);
    }

    /**
     * Whether the words about such an end quote a name that is hashed: a value that was refused, or the serial number of a
     * certificate.
     */
    public boolean hidesWordsAbout(CloseReason reason) {
        return switch (reason) {
            case IDENTITY_REJECTED ->
                hides(HashedField.CLIENT_ID) || hides(HashedField.USERNAME) || hides(HashedField.IDENTITY);
            case CERT_REVOKED, CERT_STATUS_UNKNOWN -> hides(HashedField.IDENTITY);
            default -> false;
        };
    }

    /** The text as it may be written: its hash where the field is hashed. Null stays null. */
    public @Nullable String shown(HashedField field, @Nullable String text) {
        return text == null || !hides(field) ? text : hash(text);
    }

    /** {@code address:port}, or the hash of the address alone. */
    public String shown(InetSocketAddress address) {
        return hides(HashedField.ADDRESS) ? hash(address.getAddress().getHostAddress()) : SessionView.address(address);
    }

    private String hash(String text) {
        byte[] digest = macs.get().doFinal(text.getBytes(StandardCharsets.UTF_8));
        return MARK + HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    }
}
