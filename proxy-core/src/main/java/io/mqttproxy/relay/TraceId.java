package io.mqttproxy.relay;

import java.util.HexFormat;

/**
 * The id of a trace (W3C Trace Context, section 3.2.2.3): 128 bits of which not all are zero.
 *
 * @param high the first half
 * @param low the second half
 */
public record TraceId(long high, long low) {

    /** Thirty-two hexadecimal digits in lower case. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
