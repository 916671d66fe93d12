package io.mqttproxy.mqtt;

import static io.mqttproxy.mqtt.ConnectParts.number;
import static io.mqttproxy.mqtt.ConnectParts.prefixed;
import static io.mqttproxy.mqtt.ConnectParts.property;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** CONNECT packets that their specification allows, of every version and with wills of every kind. */
final class ValidConnects {
    private final SplittableRandom random;
    private final SampleTexts texts;

    ValidConnects(SplittableRandom random, SampleTexts texts) {
        this.random = random;
        this.texts = texts;
    }

    ConnectParts next() {
        ConnectParts parts = new ConnectParts();
        parts.level = random.nextInt(3, 6);
        boolean mqtt5 = parts.level == 5;
        boolean cleanStart = random.nextBoolean();
        parts.flags = cleanStart ? 0x02 : 0;
        parts.keepAlive = random.nextInt(0x10000);
        if (parts.level == 3) {
            parts.name = ConnectParts.bytes("MQIsdp");
        }
        if (!mqtt5 && random.nextInt(8) == 0) {
            parts.level |= 0x80;
        }
        if (mqtt5) {
            parts.properties = properties();
        }
        boolean mayBeEmpty = mqtt5 || (cleanStart && (parts.level & 0x7F) == 4);
        parts.clientId = mayBeEmpty && random.nextInt(8) == 0 ? new byte[0] : texts.clean(1);
        if (random.nextInt(3) == 0) {
            will(parts, mqtt5);
        }
        if (random.nextBoolean()) {
            parts.flags |= 0x80;
            parts.username = texts.clean(0);
        }
        if ((mqtt5 || parts.username != null) && random.nextBoolean()) {
            parts.flags |= 0x40;
            parts.password = texts.binary();
        }
        return parts;
    }

    private void will(ConnectParts parts, boolean mqtt5) {
        parts.flags |= 0x04 | (random.nextInt(3) << 3) | (random.nextBoolean() ? 0x20 : 0);
        if (mqtt5) {
            parts.willProperties = willProperties();
        }
        parts.willTopic = texts.clean(1);
        parts.willPayload = texts.binary();
    }

    private List<byte[]> properties() {
        List<byte[]> all = new ArrayList<>();
        maybe(all, 2, property(0x11, number(4, expiry())));
        maybe(all, 3, property(0x21, number(2, random.nextInt(1, 0x10000))));
        maybe(all, 4, property(0x27, number(4, random.nextLong(1, 1L << 32))));
        maybe(all, 4, property(0x22, number(2, random.nextInt(0x10000))));
        maybe(all, 4, property(0x19, number(1, random.nextInt(2))));
        maybe(all, 4, property(0x17, number(1, random.nextInt(2))));
        userProperties(all);
        if (random.nextInt(5) == 0) {
            all.add(property(0x15, prefixed(texts.clean(0))));
            maybe(all, 2, property(0x16, prefixed(texts.binary())));
        }
        return shuffled(all);
    }

    private List<byte[]> willProperties() {
        List<byte[]> all = new ArrayList<>();
        maybe(all, 3, property(0x18, number(4, expiry())));
        maybe(all, 3, property(0x01, number(1, random.nextInt(2))));
        maybe(all, 3, property(0x02, number(4, expiry())));
        maybe(all, 3, property(0x03, prefixed(texts.clean(0))));
        maybe(all, 3, property(0x08, prefixed(texts.clean(1))));
        maybe(all, 3, property(0x09, prefixed(texts.binary())));
        userProperties(all);
        return shuffled(all);
    }

    private void userProperties(List<byte[]> all) {
        for (int more = random.nextInt(3) == 0 ? random.nextInt(4) : 0; more > 0; more--) {
            byte[] name = random.nextBoolean() ? ConnectParts.bytes("x-cn") : texts.clean(0);
            all.add(property(0x26, prefixed(name), prefixed(texts.clean(0))));
        }
    }

    /** Seconds, the edges more often than chance would have them. */
    private long expiry() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 0xFFFFFFFFL;
            case 2 -> 0x80000000L;
            default -> random.nextLong(1L << 32);
        };
    }

    private void maybe(List<byte[]> all, int oneIn, byte[] property) {
        if (random.nextInt(oneIn) == 0) {
            all.add(property);
        }
    }

    private List<byte[]> shuffled(List<byte[]> all) {
        for (int i = all.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            byte[] swapped = all.get(i);
            all.set(i, all.get(other));
            all.set(other, swapped);
        }
        return all;
    }
}
