package io.mqttproxy.mqtt;

/**
 * The properties of MQTT 5 that can stand in a CONNECT, its will, a CONNACK or a DISCONNECT: their identifiers, where each is allowed
 * and the form of its value (section 2.2.2.2).
 */
final class PropertyId {
    static final int PAYLOAD_FORMAT_INDICATOR = 0x01;
    static final int MESSAGE_EXPIRY_INTERVAL = 0x02;
    static final int CONTENT_TYPE = 0x03;
    static final int RESPONSE_TOPIC = 0x08;
    static final int CORRELATION_DATA = 0x09;
    static final int SESSION_EXPIRY_INTERVAL = 0x11;
    static final int ASSIGNED_CLIENT_IDENTIFIER = 0x12;
    static final int SERVER_KEEP_ALIVE = 0x13;
    static final int AUTHENTICATION_METHOD = 0x15;
    static final int AUTHENTICATION_DATA = 0x16;
    static final int REQUEST_PROBLEM_INFORMATION = 0x17;
    static final int WILL_DELAY_INTERVAL = 0x18;
    static final int REQUEST_RESPONSE_INFORMATION = 0x19;
    static final int RESPONSE_INFORMATION = 0x1A;
    static final int SERVER_REFERENCE = 0x1C;
    static final int REASON_STRING = 0x1F;
    static final int RECEIVE_MAXIMUM = 0x21;
    static final int TOPIC_ALIAS_MAXIMUM = 0x22;
    static final int MAXIMUM_QOS = 0x24;
    static final int RETAIN_AVAILABLE = 0x25;
    static final int USER_PROPERTY = 0x26;
    static final int MAXIMUM_PACKET_SIZE = 0x27;
    static final int WILDCARD_SUBSCRIPTION_AVAILABLE = 0x28;
    static final int SUBSCRIPTION_IDENTIFIERS_AVAILABLE = 0x29;
    static final int SHARED_SUBSCRIPTION_AVAILABLE = 0x2A;

    /** Sets of identifiers, one bit each: all are below 64. */
    static final long IN_CONNECT = set(
            SESSION_EXPIRY_INTERVAL,
            AUTHENTICATION_METHOD,
            AUTHENTICATION_DATA,
            REQUEST_PROBLEM_INFORMATION,
            REQUEST_RESPONSE_INFORMATION,
            RECEIVE_MAXIMUM,
            TOPIC_ALIAS_MAXIMUM,
            USER_PROPERTY,
            MAXIMUM_PACKET_SIZE);

    static final long IN_WILL = set(
            PAYLOAD_FORMAT_INDICATOR,
            MESSAGE_EXPIRY_INTERVAL,
            CONTENT_TYPE,
            RESPONSE_TOPIC,
            CORRELATION_DATA,
            WILL_DELAY_INTERVAL,
            USER_PROPERTY);

    static final long IN_CONNACK = set(
            SESSION_EXPIRY_INTERVAL,
            ASSIGNED_CLIENT_IDENTIFIER,
            SERVER_KEEP_ALIVE,
            AUTHENTICATION_METHOD,
            AUTHENTICATION_DATA,
            RESPONSE_INFORMATION,
            SERVER_REFERENCE,
            REASON_STRING,
            RECEIVE_MAXIMUM,
            TOPIC_ALIAS_MAXIMUM,
            MAXIMUM_QOS,
            RETAIN_AVAILABLE,
            USER_PROPERTY,
            MAXIMUM_PACKET_SIZE,
            WILDCARD_SUBSCRIPTION_AVAILABLE,
            SUBSCRIPTION_IDENTIFIERS_AVAILABLE,
            SHARED_SUBSCRIPTION_AVAILABLE);

    /** Of one that a server sends. */
    static final long IN_DISCONNECT = set(SERVER_REFERENCE, REASON_STRING, USER_PROPERTY);

    private PropertyId() {}

    /** The set with one member; empty for numbers that no set holds. */
    static long bit(int id) {
        return id < Long.SIZE ? 1L << id : 0;
    }

    /**
     * Reads the next identifier. One that is unknown or belongs elsewhere is malformed (section 2.2.2.2), a second one is
     * a protocol error, except for the User Property.
     *
     * @param allowed the set for this packet
     * @param seen the identifiers read before in this block
     */
    static int next(PacketReader in, long allowed, long seen) {
        int id = in.variableByteInteger("property identifier");
        if ((allowed & bit(id)) == 0) {
            throw in.malformed("property identifier: " + id + " (expected: one that is defined for this packet)");
        }
        if ((seen & bit(id)) != 0 && id != USER_PROPERTY) {
            throw in.protocolError("property identifier: " + id + " twice (expected: at most once)");
        }
        return id;
    }

    /** Passes over the value of an identifier that {@link #next} returned; text must be allowed text. */
    static void skipValue(PacketReader in, int id) {
        int fixed = fixedLength(id);
        if (fixed > 0) {
            in.skip("property", fixed);
        } else if (id == USER_PROPERTY) {
            in.skipText("user property name");
            in.skipText("user property value");
        } else if (id == CORRELATION_DATA || id == AUTHENTICATION_DATA) {
            in.skipBinary("property");
        } else {
            in.skipText("property");
        }
    }

    /** The same for what a backend sends: its text is relayed, whatever characters it has. */
    static void skipOpaqueValue(PacketReader in, int id) {
        int fixed = fixedLength(id);
        if (fixed > 0) {
            in.skip("property", fixed);
            return;
        }
        in.skipBinary("property");
        if (id == USER_PROPERTY) {
            in.skipBinary("property");
        }
    }

    /** The bytes that the value takes, or 0 when it begins with its own length. */
    private static int fixedLength(int id) {
        return switch (id) {
            case PAYLOAD_FORMAT_INDICATOR,
                    REQUEST_PROBLEM_INFORMATION,
                    REQUEST_RESPONSE_INFORMATION,
                    MAXIMUM_QOS,
                    RETAIN_AVAILABLE,
                    WILDCARD_SUBSCRIPTION_AVAILABLE,
                    SUBSCRIPTION_IDENTIFIERS_AVAILABLE,
                    SHARED_SUBSCRIPTION_AVAILABLE -> 1;
            case SERVER_KEEP_ALIVE, RECEIVE_MAXIMUM, TOPIC_ALIAS_MAXIMUM -> 2;
            case SESSION_EXPIRY_INTERVAL, MESSAGE_EXPIRY_INTERVAL, WILL_DELAY_INTERVAL, MAXIMUM_PACKET_SIZE -> 4;
            default -> 0;
        };
    }

    private static long set(int... ids) {
        long all = 0;
        for (int id : ids) {
            all |= bit(id);
        }
        return all;
    }
}
