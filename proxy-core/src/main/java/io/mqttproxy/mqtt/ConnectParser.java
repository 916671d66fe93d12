package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads one CONNECT packet as strictly as the specification of its version says (MQTT 5 section 3.1, MQTT 3.1.1 section
 * 3.1, MQTT 3.1 section 3.1).
 *
 * <p>What differs in MQTT 3.1: flags that it does not use are disregarded; the Remaining Length outranks the flags of user
 * name and password, so that these strings may be missing; client identifiers longer than its 23 characters are passed
 * on, because the broker knows better which ones it takes. Will payload and password are bytes in every version, whatever
 * MQTT 3.1 says: brokers treat them so.
 *
 * <p>A client identifier that is not allowed is reported last, after the whole packet has proved well formed.
 */
public final class ConnectParser {
    private final PacketReader in;

    private ConnectParser(PacketReader in) {
        this.in = in;
    }

    /**
     * Reads the packet between the buffer's reader and writer index, which must hold exactly one; neither index moves.
     *
     * @throws MalformedPacketException when it is not a CONNECT that its specification allows
     */
    public static ConnectPacket parse(ByteBuf wholePacket) {
        PacketReader in = new PacketReader(wholePacket, wholePacket.readerIndex(), wholePacket.writerIndex());
        return new ConnectParser(in).packet(wholePacket.readableBytes());
    }

    private ConnectPacket packet(int length) {
        int firstByte = fixedHeader();
        int protocolName = in.offset();
        ProtocolHeader protocol = ProtocolHeader.read(in);
        MqttVersion version = protocol.version();
        if (version != MqttVersion.MQTT_3_1 && firstByte != PacketType.CONNECT) {
            throw in.malformed("fixed header: flags " + (firstByte & 0x0F) + " (expected: 0)");
        }
        ConnectFlags flags = ConnectFlags.read(in, version);
        int keepAlive = in.unsignedShort("keep alive");

        int propertiesEnd = version == MqttVersion.MQTT_5 ? in.enterBlock("properties") : -1;
        int properties = in.offset();
        ConnectProperties facts = ConnectProperties.NONE;
        if (propertiesEnd >= 0) {
            facts = ConnectProperties.read(in);
            in.leaveBlock(propertiesEnd);
            in.properties(facts);
        }

        int clientIdAt = in.offset();
        String clientId = in.text("client identifier");
        int will = in.offset();
        int willPayload = flags.will() ? Will.skip(in, version) : will;
        int usernameAt = in.offset();
        flags = withoutMissing(flags, ConnectFlags.USERNAME | ConnectFlags.PASSWORD, version);
        @Nullable String username = flags.username() ? in.text("user name") : null;
        int passwordAt = in.offset();
        flags = withoutMissing(flags, ConnectFlags.PASSWORD, version);
        if (flags.password()) {
            in.skipBinary("password");
        }
        if (!in.exhausted()) {
            throw in.malformed("packet: " + in.remaining() + " bytes left over (expected: none)");
        }
        requireAllowed(clientId, flags, version);
        ConnectLayout layout = new ConnectLayout(
                protocolName,
                protocol.levelOffset(),
                properties,
                clientIdAt,
                will,
                willPayload,
                usernameAt,
                passwordAt);
        return new ConnectPacket(protocol, flags, keepAlive, facts, clientId, username, layout, length);
    }

    private int fixedHeader() {
        int firstByte = in.unsignedByte("fixed header");
        RefusalReason refusal = PacketType.refusal(firstByte);
        if (refusal != null) {
            throw in.refuse(refusal, "first byte: " + firstByte + " (expected: a CONNECT, 16)");
        }
        int remainingLength = in.variableByteInteger("remaining length");
        if (remainingLength != in.remaining()) {
            throw in.malformed("remaining length: " + remainingLength + " (expected: " + in.remaining() + ")");
        }
        return firstByte;
    }

    /** MQTT 3.1 section 3.1: "the Remaining Length field from the fixed header takes precedence over the flag". */
    private ConnectFlags withoutMissing(ConnectFlags flags, int missing, MqttVersion version) {
        return version == MqttVersion.MQTT_3_1 && in.exhausted() ? flags.without(missing) : flags;
    }

    /** MQTT 3.1.1 and 5, section 3.1.3.1; MQTT 3.1 wants at least one character. */
    private void requireAllowed(String clientId, ConnectFlags flags, MqttVersion version) {
        boolean mayBeEmpty = version == MqttVersion.MQTT_5 || (version == MqttVersion.MQTT_3_1_1 && flags.cleanStart());
        if (clientId.isEmpty() && !mayBeEmpty) {
            throw in.refuse(
                    RefusalReason.CLIENT_ID_REJECTED,
                    "client identifier: empty (expected: one, except with a clean session of MQTT 3.1.1 or in MQTT 5)");
        }
    }
}
