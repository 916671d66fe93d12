package io.mqttproxy.perf.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** The few packets of MQTT 3.1.1 that a measurement needs. */
final class MqttBytes {

    /** First byte of a PUBLISH with QoS 0 (section 3.3.1). */
    static final int PUBLISH = 0x30;

    /** CONNACK: no session, accepted (section 3.2). */
    static final byte[] CONNACK = {0x20, 0x02, 0x00, 0x00};

    private static final int KEEP_ALIVE_SECONDS = 3600; // not 0: whoever watches keep alive shall have its cost
    private static final int CLEAN_SESSION = 0x02;

    /** CONNECT of every device; a proxy that gives identity puts another name in. Cannot be released. */
    static final ByteBuf CONNECT = Unpooled.unreleasableBuffer(connect("perf-device"));

    private MqttBytes() {}

    private static ByteBuf connect(String clientId) {
        ByteBuf body = Unpooled.buffer();
        string(body, "MQTT");
        body.writeByte(4); // protocol level
        body.writeByte(CLEAN_SESSION);
        body.writeShort(KEEP_ALIVE_SECONDS);
        string(body, clientId);
        return packet(0x10, body);
    }

    /** PUBLISH with QoS 0 (section 3.3) in a buffer that is the caller's. */
    static ByteBuf publish(String topic, int payloadBytes) {
        ByteBuf body = Unpooled.buffer();
        string(body, topic);
        body.writeZero(payloadBytes);
        return packet(PUBLISH, body);
    }

    private static ByteBuf packet(int firstByte, ByteBuf body) {
        ByteBuf packet = Unpooled.directBuffer(body.readableBytes() + 5).writeByte(firstByte);
        int left = body.readableBytes();
        do { // section 2.2.3
            packet.writeByte(left > 127 ? (left & 0x7f) | 0x80 : left);
            left >>= 7;
        } while (left > 0);
        return packet.writeBytes(body);
    }

    private static void string(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length).writeBytes(bytes);
    }
}
