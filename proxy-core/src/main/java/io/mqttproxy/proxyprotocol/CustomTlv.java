package io.mqttproxy.proxyprotocol;

import java.util.Locale;

/**
 * A field that operator and backend have agreed on, section 2.2.8.
 *
 * @param type {@link #FIRST} to {@link #LAST}
 * @param value text; empty counts as absent
 */
public record CustomTlv(int type, String value) {
    /** {@code PP2_TYPE_MIN_CUSTOM}. */
    public static final int FIRST = 0xE0;
    /** {@code PP2_TYPE_MAX_CUSTOM}. */
    public static final int LAST = 0xEF;

    /**
     * @throws IllegalArgumentException when the specification has other plans for the type
     */
    public CustomTlv {
        if (type < FIRST || type > LAST) {
            throw new IllegalArgumentException(type + " (expected: 0xE0 to 0xEF)");
        }
    }

    /** The type as configurations write it, such as {@code 0xE4}. */
    String typeName() {
        return "0x" + Integer.toHexString(type).toUpperCase(Locale.ROOT);
    }

    /** Only the type: the value can come from hostile clients. */
    @Override
    public String toString() {
        return "CustomTlv[" + typeName() + "]";
    }
}
