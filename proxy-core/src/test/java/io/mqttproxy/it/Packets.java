package io.mqttproxy.it;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** CONNECT packets for tests, put together field by field and independent of the code under test. */
final class Packets {

    /** CONNACK of MQTT 3: accepted, no session. */
    static final byte[] CONNACK_3 = {0x20, 0x02, 0x00, 0x00};

    /** CONNACK of MQTT 5: success, no session, no properties. */
    static final byte[] CONNACK_5 = {0x20, 0x03, 0x00, 0x00, 0x00};

    private static final int CLEAN = 0x02;
    private static final int USERNAME = 0x80;

    private Packets() {}

    static byte[] connect311(String clientId) {
        return connect("MQTT", 4, CLEAN, clientId, null, 60);
    }

    static byte[] connect311(String clientId, String username) {
        return connect("MQTT", 4, CLEAN | USERNAME, clientId, username, 60);
    }

    static byte[] connect5(String clientId) {
        return connect("MQTT", 5, CLEAN, clientId, null, 60);
    }

    /** With one user property. */
    static byte[] connect5(String clientId, String name, String value) {
        ByteArrayOutputStream property = new ByteArrayOutputStream();
        property.write(0x26);
        string(property, name);
        string(property, value);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        string(body, "MQTT");
        body.write(5);
        body.write(CLEAN);
        body.write(0);
        body.write(60);
        body.write(property.size());
        body.writeBytes(property.toByteArray());
        string(body, clientId);
        return packet(0x10, body.toByteArray());
    }

    /** Any protocol name and level. */
    static byte[] connect(String name, int level, String clientId) {
        return connect(name, level, CLEAN, clientId, null, 60);
    }

    private static byte[] connect(
            String name,
            int level,
            int flags,
            String clientId,
            @org.jspecify.annotations.Nullable String username,
            int keepAlive) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        string(body, name);
        body.write(level);
        body.write(flags);
        body.write(keepAlive >> 8);
        body.write(keepAlive);
        if (level == 5) {
            body.write(0); // no properties
        }
        string(body, clientId);
        if (username != null) {
            string(body, username);
        }
        return packet(0x10, body.toByteArray());
    }

    /** PUBLISH with QoS 0, as MQTT 3 writes it. */
    static byte[] publish311(String topic, byte[] payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        string(body, topic);
        body.writeBytes(payload);
        return packet(0x30, body.toByteArray());
    }

    /** SUBSCRIBE with packet identifier 1 and QoS 0, as MQTT 3 writes it. */
    static byte[] subscribe311(String topic) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0);
        body.write(1);
        string(body, topic);
        body.write(0);
        return packet(0x82, body.toByteArray());
    }

    /** Several packets, or other bytes, in one. */
    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] packet(int firstByte, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(firstByte);
        int remaining = body.length;
        do {
            packet.write((remaining & 0x7F) | (remaining > 0x7F ? 0x80 : 0));
            remaining >>>= 7;
        } while (remaining > 0);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
