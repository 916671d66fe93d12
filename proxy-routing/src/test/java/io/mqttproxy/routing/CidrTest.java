package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.7, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::, false",
        "2001:db8::/65, 2001:db8::7fff:ffff:ffff:ffff, true",
        "2001:db8::/65, 2001:db8::8000:0:0:0, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "fe80::/10, fe80::1%eth0, true",
    })
    void holdsTheAddressesOfItsBlock(String block, String address, boolean expected) {
        assertThat(Cidr.parse(block).contains(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, ::ffff:a01:203, true",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "::ffff:0:0/96, 203.0.113.7, true",
        "::/0, 10.1.2.3, false",
        "::/0, ::ffff:10.1.2.3, false",
        "::/0, 2001:db8::1, true",
        "0.0.0.0/0, 2001:db8::1, false",
    })
    void takesMappedAddressesForIpv4AndKeepsTheFamiliesApart(String block, String address, boolean expected) {
        assertThat(Cidr.parse(block).contains(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "broker.internal", "local", "10.0.0", "10.0.0.256", ":", "/"})
    void holdsNothingThatIsNoAddress(String text) {
        assertThat(Cidr.parse("0.0.0.0/0").contains(text)).isFalse();
        assertThat(Cidr.parse("::/0").contains(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "192.0.2.1, 192.0.2.1/32",
        "::ffff:10.0.0.0/104, 10.0.0.0/8",
        "2001:DB8:0:0:0:0:0:0/32, 2001:db8::/32",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1/128",
        "1:0:0:2:0:0:3:4, 1::2:0:0:3:4/128",
        "::/0, ::/0",
        "1::, 1::/128",
    })
    void isWrittenInCanonicalForm(String text, String canonical) {
        assertThat(Cidr.parse(text)).hasToString(canonical).isEqualTo(Cidr.parse(canonical));
        assertThat(Cidr.parse(text)).hasSameHashCodeAs(Cidr.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0.0/8",
                "010.0.0.0/8",
                "10.0.0.-1",
                "10..0.0",
                "1.2.3.٤",
                "broker/8",
                "1:2:3",
                ":1:2",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "::g",
                "::1:",
                ":::",
                "::1.2.3",
                "1.2.3.4::",
                "[::1]",
                "fe80::1%eth0",
                "::٤",
                "1:2:3:4:5:6:7:1.2.3.4"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse(text))
                .withMessage(text + " (expected: an address or a block such as 10.0.0.0/8 or 2001:db8::/32)");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33, 32", "10.0.0.0/, 32", "10.0.0.0/-1, 32", "10.0.0.0/8/8, 32", "::/129, 128", "::/0008, 128"
    })
    void refusesPrefixesThatAreNone(String text, int max) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse(text))
                .withMessage(text + " (expected: a prefix length of 0 to " + max + " behind the slash)");
    }

    @Test
    void refusesBitsBehindThePrefix() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse("10.1.2.3/8"))
                .withMessage("10.1.2.3/8 (expected: 10.0.0.0/8, with no bits behind the prefix)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse("2001:db8::1/64"))
                .withMessage("2001:db8::1/64 (expected: 2001:db8::/64, with no bits behind the prefix)");
    }

    /** Oracle: the JDK's parser of literals, and shifts of big numbers. */
    @Test
    void agreesWithTheJdkOnRandomAddresses() throws UnknownHostException {
        SplittableRandom random = new SplittableRandom(46);
        for (int i = 0; i < 20_000; i++) {
            byte[] a = octets(random);
            byte[] b = a.clone();
            int prefix = random.nextInt(129);
            b[random.nextInt(16)] ^= (byte) (1 << random.nextInt(8));
            String textA = InetAddress.getByAddress(a).getHostAddress();
            String textB = InetAddress.getByAddress(b).getHostAddress();
            int shift = 128 - prefix;
            BigInteger network = new BigInteger(1, a).shiftRight(shift).shiftLeft(shift);
            boolean expected =
                    new BigInteger(1, b).shiftRight(shift).shiftLeft(shift).equals(network);

            IpAddress address = Objects.requireNonNull(IpAddress.parse(textA), textA);
            Cidr block = Cidr.parse(address.network(prefix) + "/" + prefix);

            assertThat(block.contains(textA)).as("%s in %s", textA, block).isTrue();
            assertThat(block.contains(textB)).as("%s in %s", textB, block).isEqualTo(expected);
            assertThat(InetAddress.getByName(address.toString()).getAddress()).isEqualTo(a);
        }
    }

    /** Random IPv6 addresses with many zeros, none of them mapped. */
    private static byte[] octets(SplittableRandom random) {
        byte[] octets = new byte[16];
        for (int i = 0; i < 16; i++) {
            octets[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
        }
        octets[0] = 0x20;
        octets[1] = (byte) random.nextInt(256);
        return octets;
    }
}
