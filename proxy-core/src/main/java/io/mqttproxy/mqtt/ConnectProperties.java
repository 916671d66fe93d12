package io.mqttproxy.mqtt;

/**
 * What the properties of a CONNECT say (section 3.1.2.11).
 *
 * @param maximumPacketSize the largest packet that the client takes, in bytes; 0 when it names none
 * @param problemInformation whether the client wants Reason Strings (section 3.1.2.11.7), which it does by default
 * @param enhancedAuthentication whether an Authentication Method is there
 * @param userProperties how many User Properties there are
 */
record ConnectProperties(
        int maximumPacketSize, boolean problemInformation, boolean enhancedAuthentication, int userProperties) {
    /** Of every CONNECT without properties. */
    static final ConnectProperties NONE = new ConnectProperties(0, true, false, 0);

    /** Reads a property block up to the end that it has been entered with. */
    static ConnectProperties read(PacketReader in) {
        if (in.exhausted()) {
            return NONE;
        }
        long seen = 0;
        int maximumPacketSize = 0;
        boolean problemInformation = true;
        int userProperties = 0;
        while (!in.exhausted()) {
            int id = PropertyId.next(in, PropertyId.IN_CONNECT, seen);
            seen |= PropertyId.bit(id);
            switch (id) {
                case PropertyId.MAXIMUM_PACKET_SIZE -> maximumPacketSize = maximumPacketSize(in);
                case PropertyId.RECEIVE_MAXIMUM ->
                    requireNotZero(in, "receive maximum", in.unsignedShort("receive maximum"));
                case PropertyId.REQUEST_PROBLEM_INFORMATION -> problemInformation = flag(in);
                case PropertyId.REQUEST_RESPONSE_INFORMATION -> flag(in);
                default -> PropertyId.skipValue(in, id);
            }
            userProperties += id == PropertyId.USER_PROPERTY ? 1 : 0;
        }
        boolean method = (seen & PropertyId.bit(PropertyId.AUTHENTICATION_METHOD)) != 0;
        if (!method && (seen & PropertyId.bit(PropertyId.AUTHENTICATION_DATA)) != 0) {
            throw in.protocolError("authentication data: without a method (expected: both or the method alone)");
        }
        return new ConnectProperties(maximumPacketSize, problemInformation, method, userProperties);
    }

    /** No packet is larger than an int can say, so larger limits mean the same as the largest int. */
    private static int maximumPacketSize(PacketReader in) {
        long size = in.unsignedInt("maximum packet size");
        requireNotZero(in, "maximum packet size", size);
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    private static void requireNotZero(PacketReader in, String field, long value) {
        if (value == 0) {
            throw in.protocolError(field + ": 0 (expected: 1 or more)");
        }
    }

    private static boolean flag(PacketReader in) {
        int value = in.unsignedByte("property");
        if (value > 1) {
            throw in.protocolError("request problem or response information: " + value + " (expected: 0 or 1)");
        }
        return value == 1;
    }

    AnswerLimits answerLimits() {
        return new AnswerLimits(maximumPacketSize, problemInformation);
    }
}
