package io.mqttproxy.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Valid CONNECT packets and changes to them, the same ones for the same seed. Written without any class under test. */
final class ConnectGenerator {
    private static final String[] ALPHABET = {"a", "Z", "0", "-", "/", " ", "ü", "€", "\uD83D\uDE00", "\uFEFF"};

    private static final List<MqttVersion> VERSIONS = List.of(MqttVersion.values());

    private final SplittableRandom random;

    ConnectGenerator(long seed) {
        random = new SplittableRandom(seed);
    }

    /** What was put into a packet, and the packet. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Generated(
            MqttVersion version,
            boolean cleanStart,
            int keepAlive,
            String clientId,
            @Nullable Will will,
            @Nullable String username,
            byte @Nullable [] password,
            List<UserProperty> userProperties,
            byte[] packet) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Will(int qos, boolean retain, String topic, byte[] payload) {}

    Generated packet() {
        MqttVersion version = VERSIONS.get(random.nextInt(VERSIONS.size()));
        boolean cleanStart = random.nextBoolean();
        int keepAlive = random.nextInt(0x10000);
        boolean mayBeEmpty = version == MqttVersion.MQTT_5 || (version == MqttVersion.MQTT_3_1_1 && cleanStart);
        String clientId = text(mayBeEmpty ? 0 : 1);
        Will will = random.nextInt(3) == 0 ? will() : null;
        String username = random.nextBoolean() ? text(0) : null;
        boolean mayHavePassword = username != null || version == MqttVersion.MQTT_5;
        byte[] password = mayHavePassword && random.nextBoolean() ? binary() : null;
        List<UserProperty> userProperties = version == MqttVersion.MQTT_5 ? userProperties() : List.of();
        byte[] packet = encode(version, cleanStart, keepAlive, clientId, will, username, password, userProperties);
        return new Generated(
                version, cleanStart, keepAlive, clientId, will, username, password, userProperties, packet);
    }

    /** Changes that go with the packet. */
    ConnectChanges changes(Generated packet) {
        String username = random.nextBoolean() ? text(0) : null;
        boolean hasUsername = username != null || packet.username() != null || packet.version() == MqttVersion.MQTT_5;
        return new ConnectChanges(
                random.nextBoolean() ? text(1) : null,
                username,
                hasUsername && random.nextBoolean() ? binary() : null,
                userProperties(),
                random.nextBoolean() ? ReservedNames.of(List.of(text(0))) : ReservedNames.NONE,
                random.nextBoolean());
    }

    private byte[] encode(
            MqttVersion version,
            boolean cleanStart,
            int keepAlive,
            String clientId,
            @Nullable Will will,
            @Nullable String username,
            byte @Nullable [] password,
            List<UserProperty> userProperties) {
        int flags = (cleanStart ? 0x02 : 0) | (username == null ? 0 : 0x80) | (password == null ? 0 : 0x40);
        if (will != null) {
            flags |= 0x04 | will.qos() << 3 | (will.retain() ? 0x20 : 0);
        }
        ByteBuf body = Unpooled.buffer();
        string(body, version == MqttVersion.MQTT_3_1 ? "MQIsdp" : "MQTT");
        body.writeByte(version.level()).writeByte(flags).writeShort(keepAlive);
        if (version == MqttVersion.MQTT_5) {
            block(body, properties(userProperties));
        }
        string(body, clientId);
        if (will != null) {
            if (version == MqttVersion.MQTT_5) {
                block(body, willProperties());
            }
            string(body, will.topic());
            binary(body, will.payload());
        }
        if (username != null) {
            string(body, username);
        }
        if (password != null) {
            binary(body, password);
        }
        ByteBuf packet = Unpooled.buffer().writeByte(0x10);
        block(packet, body);
        return ByteBufUtil.getBytes(packet);
    }

    private ByteBuf properties(List<UserProperty> userProperties) {
        ByteBuf out = Unpooled.buffer();
        if (random.nextBoolean()) {
            out.writeByte(0x11).writeInt(random.nextInt());
        }
        for (UserProperty property : userProperties) {
            out.writeByte(0x26);
            string(out, property.name());
            string(out, property.value());
        }
        if (random.nextBoolean()) {
            out.writeByte(0x21).writeShort(random.nextInt(1, 0x10000));
        }
        if (random.nextInt(4) == 0) {
            out.writeByte(0x27).writeInt(random.nextInt(1, Integer.MAX_VALUE));
            out.writeByte(0x17).writeByte(random.nextInt(2));
            out.writeByte(0x19).writeByte(random.nextInt(2));
            out.writeByte(0x22).writeShort(random.nextInt(0x10000));
        }
        if (random.nextInt(4) == 0) {
            out.writeByte(0x15);
            string(out, text(0));
            out.writeByte(0x16);
            binary(out, binary());
        }
        return out;
    }

    private ByteBuf willProperties() {
        ByteBuf out = Unpooled.buffer();
        if (random.nextBoolean()) {
            out.writeByte(0x18).writeInt(random.nextInt());
            out.writeByte(0x01).writeByte(random.nextInt(2));
        }
        if (random.nextBoolean()) {
            out.writeByte(0x03);
            string(out, text(0));
            out.writeByte(0x08);
            string(out, text(1));
            out.writeByte(0x09);
            binary(out, binary());
        }
        return out;
    }

    private Will will() {
        String topic = text(1);
        // Netty takes no longer topic names than 32,767 bytes
        String shorter = topic.length() > 8000 ? topic.substring(0, 8000) : topic;
        return new Will(random.nextInt(3), random.nextBoolean(), shorter, binary());
    }

    private List<UserProperty> userProperties() {
        List<UserProperty> properties = new ArrayList<>();
        for (int more = random.nextInt(4) == 0 ? random.nextInt(5) : 0; more > 0; more--) {
            properties.add(new UserProperty(text(0), text(0)));
        }
        return properties;
    }

    /** Mostly short, sometimes long enough for the lengths around it to cross a border. */
    private String text(int atLeast) {
        int limit = random.nextInt(100) == 0 ? 16_000 : random.nextInt(10) == 0 ? 200 : 20;
        int length = random.nextInt(atLeast, limit);
        String character = ALPHABET[random.nextInt(ALPHABET.length)];
        if (limit > 200) {
            return character.repeat(length);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return text.toString();
    }

    private byte[] binary() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void string(ByteBuf out, String text) {
        binary(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void binary(ByteBuf out, byte[] bytes) {
        out.writeShort(bytes.length).writeBytes(bytes);
    }

    /** A length in groups of seven bits, written digit by digit as the specification's pseudo code does. */
    private static void block(ByteBuf out, ByteBuf content) {
        int rest = content.readableBytes();
        do {
            int digit = rest % 128;
            rest /= 128;
            out.writeByte(rest > 0 ? digit | 0x80 : digit);
        } while (rest > 0);
        out.writeBytes(content);
    }
}
