package io.mqttproxy.relay;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The property of a certificate that an operator revokes it by. */
public enum RevokedBy {
    /** Its serial number in hex. */
    SERIAL,
    /** The SHA-256 of the certificate in hex. */
    FINGERPRINT,
    /** One of the subject's common names. */
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

    /** This property of a live connection; empty when it has none. */
    List<String> of(Credential credential) {
        return switch (this) {
            case SERIAL -> List.of(normalize(credential.serial()));
            case FINGERPRINT -> List.of(credential.fingerprint());
            case CN -> credential.commonNames();
            case IDENTITY -> Stream.ofNullable(credential.identity()).toList();
        };
    }
}
