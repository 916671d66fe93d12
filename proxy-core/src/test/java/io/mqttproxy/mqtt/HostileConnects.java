package io.mqttproxy.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the first bytes of a connection can be: valid CONNECT packets, some with one or more rules broken, some with bytes
 * changed at random, some with packets behind them. The same ones for the same seed.
 */
final class HostileConnects {
    private static final List<byte[]> FOLLOWERS = List.of(
            Wire.bytes("C0 00"), // PINGREQ
            Wire.bytes("30 05 0003 'a/b'"), // PUBLISH, QoS 0, of MQTT 3
            Wire.bytes("82 08 0001 0003 'a/b' 00"), // SUBSCRIBE of MQTT 3
            Wire.bytes("10 10 0004 'MQTT' 04 02 003C 0004 'evil'"), // a second CONNECT
            Wire.bytes("10 18 0004 'MQTT' 04 82 003C 0004 'evil' 0006 'victim'"), // one with a user name
            Wire.bytes("0006 'victim' 0000")); // what would fit as the end of the CONNECT

    private final SplittableRandom random;
    private final SampleTexts texts;
    private final ValidConnects valid;
    private final ConnectMutator mutator;

    HostileConnects(long seed) {
        random = new SplittableRandom(seed);
        texts = new SampleTexts(random);
        valid = new ValidConnects(random, texts);
        mutator = new ConnectMutator(random, texts);
    }

    /**
     * The first bytes of a connection.
     *
     * @param valid whether they are a CONNECT that its specification allows, alone or with something behind it; others may
     *     be by chance
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Opening(byte[] bytes, boolean valid) {}

    Opening next() {
        ConnectParts parts = valid.next();
        if (random.nextInt(5) == 0) {
            parts.pipelined = FOLLOWERS.get(random.nextInt(FOLLOWERS.size()));
        }
        int kind = random.nextInt(10);
        if (kind < 3) {
            return new Opening(parts.encode(), true);
        }
        return new Opening(broken(parts, kind), false);
    }

    private byte[] broken(ConnectParts parts, int kind) {
        if (kind < 8) {
            for (int more = kind < 7 ? 1 : random.nextInt(2, 4); more > 0; more--) {
                mutator.mutate(parts);
            }
            return parts.encode();
        }
        return kind == 8 ? parts.framed(scratched(parts.body())) : scratched(parts.encode());
    }

    /** The same bytes but for one to three places. */
    private byte[] scratched(byte[] bytes) {
        byte[] all = bytes;
        for (int more = random.nextInt(1, 4); more > 0 && all.length > 0; more--) {
            // most places of interest are in front
            int at = random.nextInt(random.nextBoolean() ? Math.min(all.length, 24) : all.length);
            all = switch (random.nextInt(5)) {
                case 0 -> with(all, at, all[at] ^ (1 << random.nextInt(8)));
                case 1 -> with(all, at, random.nextInt(0x100));
                case 2 -> spliced(all, at, at + 1, new byte[0]);
                case 3 -> spliced(all, at, at, new byte[] {(byte) random.nextInt(0x100)});
                default -> Arrays.copyOf(all, at);
            };
        }
        return all;
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] all = bytes.clone();
        all[at] = (byte) value;
        return all;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
        byte[] all = new byte[bytes.length - (to - from) + between.length];
        System.arraycopy(bytes, 0, all, 0, from);
        System.arraycopy(between, 0, all, from, between.length);
        System.arraycopy(bytes, to, all, from + between.length, bytes.length - to);
        return all;
    }

    /** Changes that go with such a packet. */
    ConnectChanges changes(ConnectFacts facts) {
        String username = random.nextBoolean() ? text() : null;
        boolean mayHavePassword = facts.level() == 5 || username != null || facts.username() != null;
        List<UserProperty> added = new ArrayList<>();
        for (int more = random.nextInt(3); more > 0; more--) {
            added.add(new UserProperty("x-cn", text()));
        }
        return new ConnectChanges(
                random.nextBoolean() ? "id-" + text() : null,
                username,
                mayHavePassword && random.nextBoolean() ? texts.binary() : null,
                added,
                random.nextBoolean() ? ReservedNames.of(List.of("x-cn", "")) : ReservedNames.NONE,
                random.nextBoolean());
    }

    private String text() {
        return new String(texts.clean(0), StandardCharsets.UTF_8);
    }
}
