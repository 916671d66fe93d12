package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;

/** What is unusual about a packet that we take, in words: the reasons that another reader may have not to take it. */
final class PacketOddities {
    private PacketOddities() {}

    /** The version, and behind commas what is odd. */
    static String of(ReceivedConnect connect, ConnectFacts facts) {
        ConnectPacket packet = connect.packet();
        ByteBuf bytes = connect.bytes();
        int flags = bytes.getUnsignedByte(bytes.readerIndex() + packet.layout().level() + 1);
        StringBuilder text = new StringBuilder("MQTT ").append(packet.version().label());
        if (packet.bridge()) {
            text.append(", bridge");
        }
        if (bytes.getUnsignedByte(bytes.readerIndex()) != PacketType.CONNECT) {
            text.append(", odd header");
        }
        if (flags != packet.flags().bits()) {
            text.append(", odd flags");
        }
        if (packet.enhancedAuthentication()) {
            text.append(", enhanced authentication");
        }
        if (facts.toString().chars().anyMatch(c -> c >= 0xFDC0 && c <= 0xFDFF)) {
            text.append(", U+FDC0 to U+FDFF");
        }
        return text.toString();
    }
}
