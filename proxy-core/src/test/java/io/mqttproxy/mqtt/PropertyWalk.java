package io.mqttproxy.mqtt;

import io.mqttproxy.mqtt.ConnectFacts.Properties;
import io.mqttproxy.mqtt.ConnectFacts.WillProperties;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties of a block that has been checked before: numbers by their identifiers, and text. */
final class PropertyWalk {
    private final Map<Integer, Long> numbers = new HashMap<>();
    private final Map<Integer, String> texts = new HashMap<>();
    private final List<Map.Entry<String, String>> user = new ArrayList<>();

    PropertyWalk(ByteBuf block) {
        while (block.isReadable()) {
            int id = block.readByte();
            switch (id) {
                case 0x01, 0x17, 0x19 -> numbers.put(id, (long) block.readUnsignedByte());
                case 0x21, 0x22 -> numbers.put(id, (long) block.readUnsignedShort());
                case 0x02, 0x11, 0x18, 0x27 -> numbers.put(id, block.readUnsignedInt());
                case 0x03, 0x08, 0x15 -> texts.put(id, text(block));
                case 0x09, 0x16 -> texts.put(id, binary(block));
                case 0x26 -> user.add(Map.entry(text(block), text(block)));
                default -> throw new AssertionError("property " + id + " was let through");
            }
        }
    }

    Properties connect() {
        if (numbers.isEmpty() && texts.isEmpty() && user.isEmpty()) {
            return Properties.NONE;
        }
        return new Properties(
                number(0x11, 0),
                (int) number(0x21, 0xFFFF),
                Math.min(number(0x27, ConnectFacts.NO_PACKET_LIMIT), ConnectFacts.NO_PACKET_LIMIT),
                (int) number(0x22, 0),
                number(0x19, 0) == 1,
                number(0x17, 1) == 1,
                text(0x15),
                text(0x16),
                List.copyOf(user));
    }

    WillProperties will() {
        return new WillProperties(
                number(0x18, 0),
                number(0x02, ConnectFacts.NEVER),
                number(0x01, 0) == 1,
                text(0x03),
                text(0x08),
                text(0x09),
                List.copyOf(user));
    }

    private long number(int id, long missing) {
        return numbers.getOrDefault(id, missing);
    }

    private @Nullable String text(int id) {
        return texts.get(id);
    }

    private static String text(ByteBuf block) {
        return block.readCharSequence(block.readUnsignedShort(), StandardCharsets.UTF_8)
                .toString();
    }

    private static String binary(ByteBuf block) {
        return block.readCharSequence(block.readUnsignedShort(), StandardCharsets.ISO_8859_1)
                .toString();
    }
}
