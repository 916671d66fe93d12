package io.mqttproxy.metrics;

import java.util.List;
import java.util.Locale;

/**
 * The closed set behind the label {@code code} of CONNACK packets: the return codes of MQTT 3.1.1 (section 3.2.2.3), 0x01 to
 * 0x05, and the reason codes of MQTT 5 (section 3.2.2.2), 0x80 and above; accepted is 0x00 in both.
 */
enum ConnackCode implements Label {
    ACCEPTED(0x00),
    BAD_VERSION_3(0x01),
    BAD_CLIENT_ID_3(0x02),
    UNAVAILABLE_3(0x03),
    BAD_LOGIN_3(0x04),
    NOT_AUTHORIZED_3(0x05),
    UNSPECIFIED(0x80),
    MALFORMED(0x81),
    PROTOCOL_ERROR(0x82),
    IMPLEMENTATION_SPECIFIC(0x83),
    BAD_VERSION(0x84),
    BAD_CLIENT_ID(0x85),
    BAD_LOGIN(0x86),
    NOT_AUTHORIZED(0x87),
    UNAVAILABLE(0x88),
    BUSY(0x89),
    BANNED(0x8A),
    BAD_METHOD(0x8C),
    BAD_TOPIC(0x90),
    TOO_LARGE(0x95),
    QUOTA(0x97),
    BAD_PAYLOAD(0x99),
    NO_RETAIN(0x9A),
    NO_QOS(0x9B),
    OTHER_SERVER(0x9C),
    SERVER_MOVED(0x9D),
    RATE(0x9F),
    /** Any other, which neither specification knows. */
    OTHER(-1);

    /** Looked through for each connection, which a copy for each would cost more than. */
    private static final List<ConnackCode> VALUES = List.of(values());

    private final int code;
    private final String label;

    ConnackCode(int code) {
        this.code = code;
        this.label = code < 0 ? "other" : String.format(Locale.ROOT, "0x%02X", code);
    }

    static ConnackCode of(int code) {
        for (ConnackCode known : VALUES) {
            if (known.code == code) {
                return known;
            }
        }
        return OTHER;
    }

    @Override
    public String label() {
        return label;
    }
}
