package io.mqttproxy.it;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A CONNECT of any version, field by field, also one that no client library would send. Not thread-safe. */
final class ConnectBuilder {

    private static final int CLEAN = 0x02;
    private static final int WILL = 0x04;
    private static final int PASSWORD = 0x40;
    private static final int USERNAME = 0x80;

    private final int level;
    private final String clientId;
    private final ByteArrayOutputStream properties = new ByteArrayOutputStream();
    private final ByteArrayOutputStream will = new ByteArrayOutputStream();
    private final ByteArrayOutputStream behind = new ByteArrayOutputStream();
    private @Nullable String username;
    private @Nullable String password;
    private int extraFlags = CLEAN;

    private ConnectBuilder(int level, String clientId) {
        this.level = level;
        this.clientId = clientId;
    }

    static ConnectBuilder mqtt311(String clientId) {
        return new ConnectBuilder(4, clientId);
    }

    static ConnectBuilder mqtt5(String clientId) {
        return new ConnectBuilder(5, clientId);
    }

    /** Level 4 or 5, or 0x84 for a bridge. */
    static ConnectBuilder level(int level, String clientId) {
        return new ConnectBuilder(level, clientId);
    }

    ConnectBuilder username(String text) {
        username = text;
        return this;
    }

    ConnectBuilder password(String text) {
        password = text;
        return this;
    }

    /** Without Clean Start. */
    ConnectBuilder resuming() {
        extraFlags &= ~CLEAN;
        return this;
    }

    /** Bits of the Connect Flags that are none of ours to set. */
    ConnectBuilder flags(int bits) {
        extraFlags |= bits;
        return this;
    }

    /** With QoS 0. */
    ConnectBuilder will(String topic, String payload) {
        if (level == 5) {
            will.write(0); // no will properties
        }
        string(will, topic);
        string(will, payload);
        return this;
    }

    ConnectBuilder property(int id, int... bytes) {
        properties.write(id);
        for (int single : bytes) {
            properties.write(single);
        }
        return this;
    }

    ConnectBuilder textProperty(int id, String text) {
        properties.write(id);
        string(properties, text);
        return this;
    }

    ConnectBuilder userProperty(String name, String value) {
        textProperty(0x26, name);
        string(properties, value);
        return this;
    }

    /** One more string where the packet should end. */
    ConnectBuilder thenString(String text) {
        string(behind, text);
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        string(body, "MQTT");
        body.write(level);
        body.write(extraFlags
                | (username == null ? 0 : USERNAME)
                | (password == null ? 0 : PASSWORD)
                | (will.size() == 0 ? 0 : WILL));
        body.write(0); // keep alive
        body.write(60);
        if (level == 5) {
            byte[] length = Packets.packet(0, properties.toByteArray());
            body.write(length, 1, length.length - 1);
        }
        string(body, clientId);
        body.writeBytes(will.toByteArray());
        if (username != null) {
            string(body, username);
        }
        if (password != null) {
            string(body, password);
        }
        body.writeBytes(behind.toByteArray());
        return Packets.packet(0x10, body.toByteArray());
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
