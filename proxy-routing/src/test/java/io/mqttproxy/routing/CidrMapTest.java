package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrMapTest {

    private final CidrMap<String> map = new CidrMap<>();

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7/32",
        "10.0.0.8, 10.0.0.0/8",
        "192.0.2.1, 0.0.0.0/0",
        "::ffff:10.0.0.7, 10.0.0.7/32",
        "2001:db8::1, 2001:db8::/32",
        "2001:db9::1, ::/0",
    })
    void findsTheSmallestBlockOfTheFamilyOfAnAddress(String address, String block) {
        // given
        put("0.0.0.0/0", "10.0.0.0/8", "10.0.0.7", "::/0", "2001:db8::/32");

        // then
        assertThat(find(address)).isEqualTo(block);
    }

    @Test
    void knowsNothingOfTheOtherFamily() {
        // given
        put("::/0");

        // then
        assertThat(find("192.0.2.1")).isNull();
    }

    @Test
    void forgetsWhatIsTakenOut() {
        // given
        put("10.0.0.0/8", "10.0.0.7");

        // when
        assertThat(map.remove(Cidr.parse("10.0.0.7"))).isEqualTo("10.0.0.7/32");

        // then
        assertThat(find("10.0.0.7")).isEqualTo("10.0.0.0/8");
        assertThat(map.remove(Cidr.parse("10.0.0.7"))).isNull();
        assertThat(map.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsWhatALookAtEachBlockFinds(long seed) {
        // given blocks that lie within each other
        SplittableRandom random = new SplittableRandom(seed);
        List<Cidr> blocks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int prefix = random.nextInt(33);
            long mask = prefix == 0 ? 0 : 0xffff_ffffL << (32 - prefix);
            blocks.add(Cidr.parse(v4(((long) random.nextInt(1 << 12) << 20) & mask) + "/" + prefix));
        }
        blocks.forEach(block -> map.put(block, block.toString()));

        // then
        for (int i = 0; i < 2_000; i++) {
            String address = v4(((long) random.nextInt(1 << 12) << 20) | random.nextInt(1 << 20));
            @Nullable String expected = blocks.stream()
                    .filter(block -> block.contains(address))
                    .max(Comparator.comparingInt(Cidr::prefix))
                    .map(Cidr::toString)
                    .orElse(null);
            assertThat(find(address)).as(address).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findsTheSameAfterBlocksCameAndWent(long seed) {
        // given few blocks of few lengths, so that lengths vanish and come back, and that blocks are put and taken
        // twice
        SplittableRandom random = new SplittableRandom(seed);
        Map<Cidr, String> model = new HashMap<>();
        int[] prefixes = {0, 1, 8, 31, 32};

        for (int i = 0; i < 3_000; i++) {
            // when
            int prefix = prefixes[random.nextInt(prefixes.length)];
            long mask = prefix == 0 ? 0 : 0xffff_ffffL << (32 - prefix);
            Cidr block = Cidr.parse(v4(((long) random.nextInt(4) << 30 | random.nextInt(4)) & mask) + "/" + prefix);
            if (random.nextInt(5) < 2) {
                map.put(block, block + " " + i);
                model.put(block, block + " " + i);
            } else {
                assertThat(map.remove(block)).isEqualTo(model.remove(block));
            }

            // then
            String address = v4((long) random.nextInt(4) << 30 | random.nextInt(4));
            @Nullable String expected = model.keySet().stream()
                    .filter(candidate -> candidate.contains(address))
                    .max(Comparator.comparingInt(Cidr::prefix))
                    .map(model::get)
                    .orElse(null);
            assertThat(find(address)).as(address).isEqualTo(expected);
            assertThat(map.size()).isEqualTo(model.size());
        }
    }

    @Test
    void takesAddressesOfFourOrSixteenBytesOnly() {
        // given
        put("10.0.0.0/8");

        // then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> map.find(new byte[5]))
                .withMessage("5 bytes (expected: 4 or 16)");
    }

    private void put(String... blocks) {
        for (String text : blocks) {
            Cidr block = Cidr.parse(text);
            map.put(block, block.toString());
        }
    }

    private @Nullable String find(String address) {
        return map.find(bytes(Objects.requireNonNull(IpAddress.parse(address)), address.indexOf(':') < 0));
    }

    private static byte[] bytes(IpAddress address, boolean v4) {
        ByteBuffer bytes = v4
                ? ByteBuffer.allocate(4).putInt((int) address.low())
                : ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low());
        return bytes.array();
    }

    private static String v4(long bits) {
        return ((bits >> 24) & 0xff) + "." + ((bits >> 16) & 0xff) + "." + ((bits >> 8) & 0xff) + "." + (bits & 0xff);
    }
}
