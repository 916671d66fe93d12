package io.mqttproxy.relay;

import io.mqttproxy.identity.CleanText;
import io.mqttproxy.identity.IdentityException;
import java.nio.charset.StandardCharsets;

/** Text that goes into a CONNECT: clean, and no longer than a UTF-8 Encoded String can be (MQTT 5 section 1.5.4). */
final class MqttText {

    /** The most bytes of a string or of binary data. */
    static final int MAX_BYTES = 65_535;

    private MqttText() {}

    /**
     * Checks a rendered value.
     *
     * @param field what it is for, named in the message; the value itself is not
     * @throws IdentityException when a broker could read it differently or cannot take it
     */
    static String require(String field, String value) throws IdentityException {
        if (CleanText.firstUnclean(value) >= 0) {
            throw new IdentityException(field + ": holds a character that is not clean text");
        }
        if (value.length() > MAX_BYTES / 3 && value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IdentityException(field + ": too long (expected: at most " + MAX_BYTES + " bytes)");
        }
        return value;
    }
}
