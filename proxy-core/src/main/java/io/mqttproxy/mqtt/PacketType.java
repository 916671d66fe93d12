package io.mqttproxy.mqtt;

import org.jspecify.annotations.Nullable;

/** The first byte of a packet: its type and flags (sections 2.1.2 and 2.1.3). */
final class PacketType {
    static final int CONNECT = 0x10;
    static final int CONNACK = 0x20;
    static final int DISCONNECT = 0xE0;
    static final int AUTH = 0xF0;

    /** The content type of a TLS handshake record; as MQTT 3.1 it would be a CONNECT with the reserved QoS 3. */
    private static final int TLS_HANDSHAKE = 0x16;

    private PacketType() {}

    /**
     * Why a client may not begin with this byte, or null when it begins a CONNECT. The flags of a CONNECT are judged
     * later: in MQTT 3.1 they mean nothing.
     */
    static @Nullable RefusalReason refusal(int firstByte) {
        if ((firstByte & 0xF0) == CONNECT && firstByte != TLS_HANDSHAKE) {
            return null;
        }
        return sentByClients(firstByte) ? RefusalReason.PROTOCOL_ERROR : RefusalReason.NOT_MQTT;
    }

    /**
     * Whether the byte begins a packet that clients send after their CONNECT. A PUBREC (0x50) counts as another protocol:
     * it is the letter P, with which POST, PUT and a PROXY header begin.
     */
    private static boolean sentByClients(int firstByte) {
        return switch (firstByte) {
            case 0x40, 0x62, 0x70, 0x82, 0xA2, 0xC0, DISCONNECT, AUTH -> true;
            default -> (firstByte & 0xF0) == 0x30 && (firstByte & 0x06) != 0x06;
        };
    }
}
