package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a CONNECT anew with some of its parts replaced (section 3.1). Parts that stay are copied as they came; flags,
 * Remaining Length and Property Length are made to fit. What MQTT 3.1 disregards in flags and fixed header comes out as
 * zero.
 */
public final class ConnectRewriter {
    private static final int FLAGS_AND_KEEP_ALIVE = 3;

    private final ReceivedConnect connect;
    private final ConnectLayout layout;
    private final ConnectChanges changes;
    private final KeptProperties kept;
    private final List<UserProperty> added;

    private ConnectRewriter(ReceivedConnect connect, ConnectChanges changes) {
        this.connect = connect;
        this.layout = connect.packet().layout();
        this.changes = changes;
        this.kept = new KeptProperties(connect, changes.reservedNames());
        this.added = mqtt5() ? changes.userProperties() : List.of();
    }

    /** Whether {@link #rewrite} would write anything else than what was received; when not, forward the bytes as they are. */
    public static boolean needed(ReceivedConnect connect, ConnectChanges changes) {
        ConnectPacket packet = connect.packet();
        return differs(changes.clientId(), packet.clientId())
                || differs(changes.username(), packet.username())
                || changes.password() != null
                || (changes.stripBridgeBit() && packet.bridge())
                || (packet.version() == MqttVersion.MQTT_5
                        && (!changes.userProperties().isEmpty()
                                || new KeptProperties(connect, changes.reservedNames()).dropsAny()));
    }

    /**
     * Writes the changed packet into a buffer of exactly its size, which the caller owns. The received bytes are neither
     * changed nor released.
     *
     * @throws IllegalArgumentException when the changes do not go with the packet, which whoever made them has to see to:
     *     before MQTT 5 a password needs a user name; a client identifier may only be empty where the client's own might
     *     have been; Remaining Length holds 268,435,455 bytes at most
     */
    public static ByteBuf rewrite(ByteBufAllocator allocator, ReceivedConnect connect, ConnectChanges changes) {
        return new ConnectRewriter(connect, changes).rewrite(allocator);
    }

    private ByteBuf rewrite(ByteBufAllocator allocator) {
        requireFitting();
        int properties = mqtt5() ? propertiesLength() : 0;
        int remaining = remainingLength(properties);
        int size = 1 + VariableByteInteger.encodedLength(remaining) + remaining;
        ByteBuf out = allocator.buffer(size, size);
        boolean written = false;
        try {
            write(out, remaining, properties);
            written = true;
            return out;
        } finally {
            if (!written) {
                out.release();
            }
        }
    }

    private void requireFitting() {
        ConnectPacket packet = connect.packet();
        if (!mqtt5() && changes.password() != null && changes.username() == null && packet.username() == null) {
            throw new IllegalArgumentException(
                    "password: without a user name (expected: a user name too, before MQTT 5)");
        }
        boolean mayBeEmpty = mqtt5() || (packet.version() == MqttVersion.MQTT_3_1_1 && packet.cleanStart());
        if ("".equals(changes.clientId()) && !mayBeEmpty) {
            throw new IllegalArgumentException("clientId: empty (expected: one, for this version and session)");
        }
    }

    private int propertiesLength() {
        int length = kept.length();
        for (UserProperty property : added) {
            length += property.encodedLength();
        }
        return length;
    }

    private int remainingLength(int properties) {
        int length = layout.level() - layout.protocolName() + 1 + FLAGS_AND_KEEP_ALIVE;
        if (mqtt5()) {
            length += VariableByteInteger.encodedLength(properties) + properties;
        }
        length += textLength(changes.clientId(), layout.clientId(), layout.will());
        length += layout.username() - layout.will();
        length += textLength(changes.username(), layout.username(), layout.password());
        byte[] password = changes.password();
        return length + (password == null ? connect.packet().length() - layout.password() : 2 + password.length);
    }

    private void write(ByteBuf out, int remaining, int properties) {
        out.writeByte(PacketType.CONNECT);
        VariableByteInteger.write(out, remaining);
        copy(out, layout.protocolName(), layout.level());
        out.writeByte(level());
        out.writeByte(flags());
        out.writeShort(connect.packet().keepAlive());
        if (mqtt5()) {
            VariableByteInteger.write(out, properties);
            kept.copy(out);
            for (UserProperty property : added) {
                out.writeByte(PropertyId.USER_PROPERTY);
                MqttText.write(out, property.name());
                MqttText.write(out, property.value());
            }
        }
        writeText(out, changes.clientId(), layout.clientId(), layout.will());
        copy(out, layout.will(), layout.username());
        writeText(out, changes.username(), layout.username(), layout.password());
        byte[] password = changes.password();
        if (password == null) {
            copy(out, layout.password(), connect.packet().length());
        } else {
            out.writeShort(password.length).writeBytes(password);
        }
    }

    private int level() {
        ConnectPacket packet = connect.packet();
        boolean bridge = packet.bridge() && !changes.stripBridgeBit();
        return packet.version().level() | (bridge ? ProtocolHeader.BRIDGE_BIT : 0);
    }

    private int flags() {
        return connect.packet().flags().bits()
                | (changes.username() == null ? 0 : ConnectFlags.USERNAME)
                | (changes.password() == null ? 0 : ConnectFlags.PASSWORD);
    }

    private boolean mqtt5() {
        return connect.packet().version() == MqttVersion.MQTT_5;
    }

    private void writeText(ByteBuf out, @Nullable String replacement, int from, int to) {
        if (replacement == null) {
            copy(out, from, to);
        } else {
            MqttText.write(out, replacement);
        }
    }

    private void copy(ByteBuf out, int from, int to) {
        ByteBuf bytes = connect.bytes();
        out.writeBytes(bytes, bytes.readerIndex() + from, to - from);
    }

    private static int textLength(@Nullable String replacement, int from, int to) {
        return replacement == null ? to - from : MqttText.encodedLength(replacement);
    }

    private static boolean differs(@Nullable String replacement, @Nullable String received) {
        return replacement != null && !replacement.equals(received);
    }
}
