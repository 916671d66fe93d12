package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CONNECT as a list of fields, each of which may hold anything: what a client that obeys no rule can build. Written
 * without any class under test.
 */
final class ConnectParts {
    int firstByte = 0x10;
    byte[] name = bytes("MQTT");
    int level = 5;
    int flags;
    int keepAlive;
    /** Each with its identifier; null before MQTT 5, where there is no such block. */
    @Nullable List<byte[]> properties;

    byte[] clientId = new byte[0];

    @Nullable List<byte[]> willProperties;

    byte @Nullable [] willTopic;
    byte @Nullable [] willPayload;
    byte @Nullable [] username;
    byte @Nullable [] password;
    /** Behind the last field, counted by the Remaining Length. */
    byte[] trailing = new byte[0];
    /** Behind the packet. */
    byte[] pipelined = new byte[0];

    /** Which of the lengths of strings and binary data is wrong, and by how much; none when there are fewer. */
    int lie = -1;

    int lieBy;

    /** Which of the variable byte integers takes more bytes than it needs, and how many; 0 is the Remaining Length. */
    int padded = -1;

    int padding;

    private int lengths;
    private int integers;

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The packet, and what follows it. */
    byte[] encode() {
        return framed(body());
    }

    /** All behind the Remaining Length. */
    byte[] body() {
        lengths = 0;
        integers = 1;
        ByteBuf out = Unpooled.buffer();
        binary(out, name);
        out.writeByte(level).writeByte(flags).writeShort(keepAlive);
        block(out, properties);
        binary(out, clientId);
        block(out, willProperties);
        binary(out, willTopic);
        binary(out, willPayload);
        binary(out, username);
        binary(out, password);
        return ByteBufUtil.getBytes(out.writeBytes(trailing));
    }

    /** Such a body behind a fixed header, and what follows it. */
    byte[] framed(byte[] body) {
        integers = 0;
        ByteBuf out = Unpooled.buffer(body.length + 8).writeByte(firstByte);
        integer(out, body.length);
        return ByteBufUtil.getBytes(out.writeBytes(body).writeBytes(pipelined));
    }

    private void block(ByteBuf out, @Nullable List<byte[]> content) {
        if (content != null) {
            ByteBuf all = Unpooled.wrappedBuffer(content.toArray(byte[][]::new));
            integer(out, all.readableBytes());
            out.writeBytes(all);
        }
    }

    private void binary(ByteBuf out, byte @Nullable [] content) {
        if (content != null) {
            out.writeShort(content.length + (lengths++ == lie ? lieBy : 0)).writeBytes(content);
        }
    }

    private void integer(ByteBuf out, int value) {
        int more = integers++ == padded ? padding : 0;
        int rest = value;
        do {
            int digit = rest % 128;
            rest /= 128;
            out.writeByte(rest > 0 || more > 0 ? digit | 0x80 : digit);
        } while (rest > 0);
        for (; more > 0; more--) {
            out.writeByte(more > 1 ? 0x80 : 0);
        }
    }

    /** A property of these parts. */
    static byte[] property(int id, byte[]... values) {
        List<byte[]> all = new ArrayList<>();
        all.add(new byte[] {(byte) id});
        all.addAll(List.of(values));
        return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(all.toArray(byte[][]::new)));
    }

    /** Bytes behind their length. */
    static byte[] prefixed(byte[] content) {
        return ByteBufUtil.getBytes(Unpooled.buffer().writeShort(content.length).writeBytes(content));
    }

    /** A number of so many bytes, the highest first. */
    static byte[] number(int bytes, long value) {
        byte[] all = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            all[i] = (byte) (value >>> (8 * (bytes - 1 - i)));
        }
        return all;
    }
}
