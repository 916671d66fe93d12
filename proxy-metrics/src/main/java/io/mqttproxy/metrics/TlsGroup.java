package io.mqttproxy.metrics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The closed set behind the label {@code group}: how the secret of a TLS session was agreed on. */
enum TlsGroup implements Label {
    X25519MLKEM768("X25519MLKEM768"),
    X25519("X25519"),
    P_256("P-256"),
    P_384("P-384"),
    P_521("P-521"),
    /** Any other, or the TLS engine does not tell. */
    OTHER("other");

    private final String label;

    TlsGroup(String label) {
        this.label = label;
    }

    /** Engines call the curves of NIST by either name. */
    static TlsGroup of(@Nullable String name) {
        if (name == null) {
            return OTHER;
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "x25519mlkem768" -> X25519MLKEM768;
            case "x25519" -> X25519;
            case "p-256", "secp256r1", "prime256v1" -> P_256;
            case "p-384", "secp384r1" -> P_384;
            case "p-521", "secp521r1" -> P_521;
            default -> OTHER;
        };
    }

    @Override
    public String label() {
        return label;
    }
}
