package io.mqttproxy.mqtt;

import java.util.Locale;

/**
 * A way in which our parser and another reader differ on packets.
 *
 * @param kind who does what
 * @param reader the other one's name
 * @param why version and oddities of the packet, and behind a colon what the one that refuses says, the same for all
 *     packets of the class; or what is not read the same
 */
record Difference(Kind kind, String reader, String why) {
    private static final int LONGEST_NAME = 70;

    enum Kind {
        /** The other one takes what we refuse: safe, but the specification has to say why nobody may send it. */
        WE_REFUSE("we-refuse"),
        /** The other one refuses what we take and send on: safe, but a client that is in its right is not served. */
        THEY_REFUSE("they-refuse"),
        /** Both take it and do not read the same: how one client passes for another. */
        READ_DIFFERENTLY("read-differently");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** We refuse a packet, of this version if it could be read. */
    static Difference weRefuse(String reader, MalformedPacketException refusal) {
        MqttVersion version = refusal.version();
        String message = String.valueOf(refusal.getMessage());
        int remedy = message.indexOf(" (expected");
        String cause = (remedy < 0 ? message : message.substring(0, remedy)).replaceAll("\\d+", "N");
        return new Difference(
                Kind.WE_REFUSE, reader, (version == null ? "no MQTT" : "MQTT " + version.label()) + ": " + cause);
    }

    /**
     * They refuse a packet.
     *
     * @param oddities of {@link PacketOddities}
     */
    static Difference theyRefuse(String reader, String oddities, String why) {
        return new Difference(Kind.THEY_REFUSE, reader, oddities + ": " + why);
    }

    static Difference readDifferently(String reader, String what) {
        return new Difference(Kind.READ_DIFFERENTLY, reader, what);
    }

    /** What the one that refuses says, whatever the version and whatever else is odd about the packet. */
    String refusal() {
        return kind == Kind.READ_DIFFERENTLY ? why : why.substring(why.indexOf(": ") + 2);
    }

    /** Short and plain enough for a file. */
    String fileName() {
        String plain = (kind.label() + ' ' + reader + ' ' + refusal())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        return plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).replaceAll("-$", "");
    }
}
