package io.mqttproxy.mqtt;

import static io.mqttproxy.mqtt.ConnectParts.bytes;
import static io.mqttproxy.mqtt.ConnectParts.number;
import static io.mqttproxy.mqtt.ConnectParts.prefixed;
import static io.mqttproxy.mqtt.ConnectParts.property;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Breaks one rule in the fields of a CONNECT, or bends it. */
final class ConnectMutator {
    private static final String[] NAMES = {"MQTT", "MQIsdp", "mqtt", "MQTt", "MQISDP", "MQTTX", "MQ", ""};
    private static final int[] LEVELS = {0, 1, 2, 3, 4, 5, 6, 0x80, 0x83, 0x84, 0x85, 0x86, 0xFF};
    private static final int[] LIES = {-1, 1, -2, 2, 3, 10, 0x100, 0x1000, 0xFFFF};

    /** Properties that no CONNECT and no will may have, or not with this value. */
    private static final List<byte[]> FORBIDDEN = List.of(
            property(0x21, number(2, 0)),
            property(0x27, number(4, 0)),
            property(0x17, number(1, 2)),
            property(0x19, number(1, 2)),
            property(0x01, number(1, 2)),
            property(0x16, prefixed(bytes("data"))),
            property(0x12, prefixed(bytes("other-id"))),
            property(0x13, number(2, 1)),
            property(0x1F, prefixed(bytes("reason"))),
            property(0x0B, number(1, 1)),
            property(0x00, number(1, 0)),
            property(0x7E, number(1, 0)),
            property(0x91, number(1, 0), number(4, 9)), // session expiry, its identifier in two bytes
            property(0x08, prefixed(bytes(""))),
            property(0x08, prefixed(bytes("a/#"))),
            property(0x08, prefixed(bytes("+/b"))));

    private final SplittableRandom random;
    private final SampleTexts texts;

    ConnectMutator(SplittableRandom random, SampleTexts texts) {
        this.random = random;
        this.texts = texts;
    }

    void mutate(ConnectParts parts) {
        switch (random.nextInt(20)) {
            case 0 -> parts.flags ^= 1 << random.nextInt(8);
            case 1 -> parts.flags |= 0x18;
            case 2 -> parts.firstByte ^= random.nextInt(1, 16);
            case 3 -> parts.firstByte = random.nextInt(0x100);
            case 4 -> parts.level = LEVELS[random.nextInt(LEVELS.length)];
            case 5 -> parts.name = bytes(NAMES[random.nextInt(NAMES.length)]);
            case 6 -> again(parts.properties);
            case 7 -> again(parts.willProperties);
            case 8 -> forbidden(parts.properties);
            case 9 -> forbidden(parts.willProperties);
            case 10 -> swap(parts);
            case 11, 12, 13 -> unclean(parts);
            case 14 -> lie(parts);
            case 15 -> pad(parts);
            case 16 -> parts.trailing = texts.binary();
            case 17 -> drop(parts);
            case 18 -> parts.clientId = new byte[0];
            default -> topic(parts);
        }
    }

    /** A property once more, the same or, when it holds a number, with another value. */
    private void again(@Nullable List<byte[]> properties) {
        if (properties == null || properties.isEmpty()) {
            return;
        }
        byte[] copy = properties.get(random.nextInt(properties.size())).clone();
        if (copy.length <= 5) {
            copy[copy.length - 1] ^= (byte) random.nextInt(2);
        }
        properties.add(random.nextInt(properties.size() + 1), copy);
    }

    private void forbidden(@Nullable List<byte[]> properties) {
        if (properties != null) {
            properties.add(random.nextInt(properties.size() + 1), FORBIDDEN.get(random.nextInt(FORBIDDEN.size())));
        }
    }

    /** Properties of the will to the packet and the other way round. */
    private static void swap(ConnectParts parts) {
        List<byte[]> properties = parts.properties;
        parts.properties = parts.willProperties;
        parts.willProperties = properties;
    }

    private void unclean(ConnectParts parts) {
        List<byte[]> properties = random.nextBoolean() ? parts.properties : parts.willProperties;
        switch (random.nextInt(5)) {
            case 0 -> parts.clientId = texts.unclean(parts.clientId);
            case 1 -> parts.username = parts.username == null ? null : texts.unclean(parts.username);
            case 2 -> parts.willTopic = parts.willTopic == null ? null : texts.unclean(parts.willTopic);
            case 3 -> parts.password = parts.password == null ? null : texts.unclean(parts.password);
            default -> uncleanProperty(properties == null ? new ArrayList<>() : properties);
        }
    }

    private void uncleanProperty(List<byte[]> properties) {
        byte[] text = prefixed(texts.unclean(texts.clean(0)));
        byte[] clean = prefixed(texts.clean(0));
        properties.add(
                switch (random.nextInt(5)) {
                    case 0 -> property(0x26, text, clean);
                    case 1 -> property(0x26, clean, text);
                    case 2 -> property(0x15, text);
                    case 3 -> property(0x03, text);
                    default -> property(0x08, text);
                });
    }

    private void lie(ConnectParts parts) {
        parts.lie = random.nextInt(7);
        parts.lieBy = LIES[random.nextInt(LIES.length)];
    }

    private void pad(ConnectParts parts) {
        parts.padded = random.nextInt(3);
        parts.padding = random.nextInt(1, 5);
    }

    /** Leaves out a field that the flags announce. */
    private void drop(ConnectParts parts) {
        switch (random.nextInt(4)) {
            case 0 -> parts.password = null;
            case 1 -> parts.username = null;
            case 2 -> parts.willPayload = null;
            default -> {
                parts.username = null;
                parts.password = null;
            }
        }
    }

    private void topic(ConnectParts parts) {
        if (parts.willTopic != null) {
            parts.willTopic = bytes(random.nextBoolean() ? "" : random.nextBoolean() ? "a/+/b" : "#");
        }
    }
}
