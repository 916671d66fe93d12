package io.mqttproxy.relay;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The property of a certificate that an operator revokes it by. */
public enum RevokedBy {
    /** Its serial number in hex. */
    SERIAL,
    /** The SHA-256 of the certificate in hex. */
    FINGERPRINT,
    /** The subject's common name. */
    CN,
    /** The value of the listener's identity rule. */
    IDENTITY;

    /** The word in the admin API, for example {@code serial}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The property of this word. */
    public static Optional<RevokedBy> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** A value in the form in which it is compared: hex without colons, leading zeros and capitals. */
    String normalize(String value) {
        return switch (this) {
            case FINGERPRINT -> value.replace(":", "").toLowerCase(Locale.ROOT);
            case SERIAL -> {
                String hex = value.replace(":", "").toLowerCase(Locale.ROOT).replaceFirst("^(0x)?0*", "");
                yield hex.isEmpty() ? "0" : hex;
            }
            case CN, IDENTITY -> value;
        };
    }

    /** This property of a live connection; null when it has none. */
    @Nullable String of(Credential credential) {
        return switch (this) {
            case SERIAL -> normalize(credential.serial());
            case FINGERPRINT -> credential.fingerprint();
            case CN -> credential.commonName();
            case IDENTITY -> credential.identity();
        };
    }
}
