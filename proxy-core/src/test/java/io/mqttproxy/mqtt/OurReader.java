package io.mqttproxy.mqtt;

import io.mqttproxy.mqtt.ConnectFacts.WillFacts;
import io.mqttproxy.mqtt.ConnectFacts.WillProperties;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@link ConnectDecoder} and {@link ConnectParser}, and what they say about a packet. */
final class OurReader {
    private static final int LARGEST = 1 << 20;

    private final DecoderBench bench = new DecoderBench();

    /**
     * Returns the CONNECT, which the caller releases, or null when it is not whole yet.
     *
     * @throws MalformedPacketException when it is refused
     */
    @Nullable ReceivedConnect receive(byte[] bytes) {
        return (ReceivedConnect) bench.firstMessage(new ConnectDecoder(LARGEST), bytes);
    }

    /**
     * The parser keeps no more than the proxy needs and the borders between the parts; what it only passes over is read
     * here between these borders. Were one of them wrong, the others would say so.
     */
    static ConnectFacts facts(ReceivedConnect connect) {
        ConnectPacket packet = connect.packet();
        ConnectLayout layout = packet.layout();
        ByteBuf bytes = connect.bytes();
        ByteBuf properties = bytes.slice(layout.properties(), layout.clientId() - layout.properties());
        return new ConnectFacts(
                packet.version().level(),
                packet.cleanStart(),
                packet.keepAlive(),
                packet.clientId(),
                packet.username(),
                packet.hasPassword() ? password(bytes, layout.password(), packet.length()) : null,
                packet.hasWill() ? will(packet, bytes.slice(layout.will(), layout.username() - layout.will())) : null,
                new PropertyWalk(properties).connect());
    }

    private static String password(ByteBuf bytes, int from, int to) {
        return ConnectFacts.binary(ByteBufUtil.getBytes(bytes, from + 2, to - from - 2));
    }

    private static WillFacts will(ConnectPacket packet, ByteBuf part) {
        WillProperties properties = WillProperties.NONE;
        if (packet.version() == MqttVersion.MQTT_5) {
            int length = VariableByteInteger.decode(part, part.readerIndex(), part.writerIndex());
            part.skipBytes(VariableByteInteger.encodedLength(length));
            properties = new PropertyWalk(part.readSlice(length)).will();
        }
        String topic = part.readCharSequence(part.readUnsignedShort(), StandardCharsets.UTF_8)
                .toString();
        byte[] payload = new byte[part.readUnsignedShort()];
        part.readBytes(payload);
        if (part.isReadable()) {
            throw new AssertionError("bytes between will payload and user name: " + ByteBufUtil.hexDump(part));
        }
        int flags = packet.flags().bits();
        return new WillFacts(topic, ConnectFacts.binary(payload), (flags >> 3) & 3, (flags & 0x20) != 0, properties);
    }
}
