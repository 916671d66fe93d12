package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Writes a CONNECT of the proxy's own, for probes (MQTT 3.1.1 section 3.1). Those of clients are rewritten instead. */
public final class Connect {
    private static final String PROTOCOL_NAME = "MQTT";
    private static final int CLEAN_SESSION = 0x02;
    private static final int PASSWORD = 0x40;
    private static final int USER_NAME = 0x80;
    private static final int KEEP_ALIVE_SECONDS = 60;

    /** Protocol name, level, flags and keep alive. */
    private static final int VARIABLE_HEADER = 10;

    private Connect() {}

    /**
     * A CONNECT of MQTT 3.1.1, the version that every broker speaks, with a clean session and without a will.
     *
     * @param clientId clean text
     * @param username null = none
     * @param password null = none; not changed. Section 3.1.2.9 allows one behind a user name only
     * @return a buffer that the caller owns
     * @throws IllegalArgumentException when a text cannot stand in a packet, naming the field only
     */
    public static ByteBuf v311(
            ByteBufAllocator allocator, String clientId, @Nullable String username, byte @Nullable [] password) {
        MqttText.require("client identifier", clientId);
        if (username != null) {
            MqttText.require("user name", username);
        }
        if (password != null) {
            requirePassword(username, password);
        }
        int remaining = VARIABLE_HEADER
                + MqttText.encodedLength(clientId)
                + (username == null ? 0 : MqttText.encodedLength(username))
                + (password == null ? 0 : 2 + password.length);
        int size = 1 + VariableByteInteger.encodedLength(remaining) + remaining;
        ByteBuf out = allocator.buffer(size, size).writeByte(PacketType.CONNECT);
        VariableByteInteger.write(out, remaining);
        MqttText.write(out, PROTOCOL_NAME);
        out.writeByte(MqttVersion.MQTT_3_1_1.level());
        out.writeByte(CLEAN_SESSION | (username == null ? 0 : USER_NAME) | (password == null ? 0 : PASSWORD));
        out.writeShort(KEEP_ALIVE_SECONDS);
        MqttText.write(out, clientId);
        if (username != null) {
            MqttText.write(out, username);
        }
        if (password != null) {
            out.writeShort(password.length).writeBytes(password);
        }
        return out;
    }

    private static void requirePassword(@Nullable String username, byte[] password) {
        MqttText.requireLength("password", password.length);
        if (username == null) {
            throw new IllegalArgumentException("password: without a user name (expected: both, or no password)");
        }
    }
}
