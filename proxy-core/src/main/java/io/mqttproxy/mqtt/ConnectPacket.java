package io.mqttproxy.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT says (section 3.1), without the bytes themselves: {@link ReceivedConnect} holds those beside it.
 * Immutable. The password is never copied out of the bytes.
 */
public final class ConnectPacket {
    private final ProtocolHeader protocol;
    private final ConnectFlags flags;
    private final int keepAlive;
    private final ConnectProperties properties;
    private final String clientId;
    private final @Nullable String username;
    private final ConnectLayout layout;
    private final int length;

    ConnectPacket(
            ProtocolHeader protocol,
            ConnectFlags flags,
            int keepAlive,
            ConnectProperties properties,
            String clientId,
            @Nullable String username,
            ConnectLayout layout,
            int length) {
        this.protocol = protocol;
        this.flags = flags;
        this.keepAlive = keepAlive;
        this.properties = properties;
        this.clientId = clientId;
        this.username = username;
        this.layout = layout;
        this.length = length;
    }

    /** The version that protocol name and level name together. */
    public MqttVersion version() {
        return protocol.version();
    }

    /** Whether the level carries the bridge bit 0x80; never in MQTT 5. */
    public boolean bridge() {
        return protocol.bridge();
    }

    /** Seconds between two packets of the client, 0 to 65535; 0 turns the mechanism off (section 3.1.2.10). */
    public int keepAlive() {
        return keepAlive;
    }

    /** Clean Start, before MQTT 5 Clean Session (section 3.1.2.4). */
    public boolean cleanStart() {
        return flags.cleanStart();
    }

    /** The client identifier; empty when the client asks for one to be made up. */
    public String clientId() {
        return clientId;
    }

    /** The user name, possibly empty, or null when there is none. */
    public @Nullable String username() {
        return username;
    }

    /** Whether there is a password, possibly an empty one. */
    public boolean hasPassword() {
        return flags.password();
    }

    /** Whether there is a will. */
    public boolean hasWill() {
        return flags.will();
    }

    /** The largest packet that the client takes, in bytes; 0 when it sets no limit (section 3.1.2.11.4). */
    public int maximumPacketSize() {
        return properties.maximumPacketSize();
    }

    /** What the client lets a server say to it. */
    public AnswerLimits answerLimits() {
        return properties.answerLimits();
    }

    /** Bytes of the client identifier, 0 when it is empty. */
    public int clientIdSize() {
        return size(layout.clientId(), layout.will());
    }

    /** Bytes of the user name, 0 when there is none. */
    public int usernameSize() {
        return size(layout.username(), layout.password());
    }

    /** Bytes of the password, 0 when there is none. */
    public int passwordSize() {
        return size(layout.password(), length);
    }

    /** Bytes of the will payload, 0 when there is no will. */
    public int willPayloadSize() {
        return size(layout.willPayload(), layout.username());
    }

    /** Without the two bytes that say how long a field is; a field that is not there has none. */
    private static int size(int from, int to) {
        return Math.max(0, to - from - 2);
    }

    /** Whether AUTH packets may come before the CONNACK (section 4.12). */
    public boolean enhancedAuthentication() {
        return properties.enhancedAuthentication();
    }

    /** The whole packet in bytes, fixed header included. */
    public int length() {
        return length;
    }

    int userProperties() {
        return properties.userProperties();
    }

    ConnectFlags flags() {
        return flags;
    }

    ConnectLayout layout() {
        return layout;
    }

    @Override
    public String toString() {
        return "ConnectPacket[version=" + version().label() + ", clientId=" + clientId + ", username=" + username
                + ", keepAlive=" + keepAlive + ", length=" + length + ']';
    }
}
