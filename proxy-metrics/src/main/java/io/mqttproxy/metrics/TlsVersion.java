package io.mqttproxy.metrics;

import org.jspecify.annotations.Nullable;

/** The closed set behind the label {@code version} of handshakes. */
enum TlsVersion implements Label {
    TLS_1_2("TLSv1.2"),
    TLS_1_3("TLSv1.3"),
    /** Any other, or none because the handshake failed before one was agreed on. */
    OTHER("other");

    private final String label;

    TlsVersion(String label) {
        this.label = label;
    }

    static TlsVersion of(@Nullable String protocol) {
        if (protocol == null) {
            return OTHER;
        }
        return switch (protocol) {
            case "TLSv1.2" -> TLS_1_2;
            case "TLSv1.3" -> TLS_1_3;
            default -> OTHER;
        };
    }

    @Override
    public String label() {
        return label;
    }
}
