package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The vectors were computed with an independent program. Changing one moves the clients of every fleet. */
class StableHashTest {

    @Test
    void agreesWithTheVectors() {
        assertThat(StableHash.of("")).isEqualTo(0xf52a15e9a9b5e89bL);
        assertThat(StableHash.of("a")).isEqualTo(0x02c0bdbf481420f8L);
        assertThat(StableHash.of("sensor-1")).isEqualTo(0xa35d83865b704e61L);
        assertThat(StableHash.of("sensor-2")).isEqualTo(0x6a7f62c41642bfb0L);
        assertThat(StableHash.of("urn:device:0001")).isEqualTo(0xa43c004189f85128L);
    }

    @Test
    void readsTextAsUtf8OfOneToFourBytes() {
        assertThat(StableHash.of("ä€😀")).isEqualTo(0x070f335af619e626L);
    }

    @Test
    void combinesInOrder() {
        long client = StableHash.of("sensor-1");
        long broker = StableHash.of("broker-1:1883");

        assertThat(StableHash.combine(client, broker)).isEqualTo(0xf71556331f717e6cL);
        assertThat(StableHash.combine(broker, client)).isEqualTo(0x36710168bb22a71bL);
    }

    /** Oracle: the encoder of the JDK. */
    @Test
    void agreesWithTheJdksUtf8OnRandomText() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append((char) random.nextInt(random.nextBoolean() ? 0x10000 : 0x100));
            }
            assertThat(StableHash.of(text.toString()))
                    .as("%s", text)
                    .isEqualTo(reference(text.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void flipsHalfOfTheBitsForEachBitOfTheInput() {
        SplittableRandom random = new SplittableRandom(11);
        int samples = 2_000;
        for (int bit = 0; bit < 64; bit++) {
            int flipped = 0;
            for (int i = 0; i < samples; i++) {
                long key = random.nextLong();
                long other = random.nextLong();
                flipped += Long.bitCount(StableHash.combine(key, other) ^ StableHash.combine(key ^ 1L << bit, other));
            }
            assertThat(flipped / (double) samples).as("bit %d", bit).isBetween(31.0, 33.0);
        }
    }

    private static long reference(byte[] octets) {
        long hash = 0xcbf29ce484222325L;
        for (byte octet : octets) {
            hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }
}
