package io.mqttproxy.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "10.0.200.1",
                "::",
                "::1",
                "1::",
                "2001:db8::1",
                "2001:db8:0:1:1:1:1:1", // RFC 5952 section 4.2.2: one group of zeros is not shortened
                "2001:0:0:1::1", // section 4.2.3: the longest run is
                "2001:db8::1:0:0:1", // section 4.2.3: the first of two equal runs is
                "0:1:1:1:1:1:1:0",
                "::1:1:1:1:1:1",
                "1:1:1:1:1:1::",
                "abcd:ef01:2345:6789:abcd:ef01:2345:6789",
            })
    void writesTheCanonicalForm(String canonical) throws Exception {
        assertThat(AddressText.of(InetAddress.getByName(canonical).getAddress()))
                .isEqualTo(canonical);
    }

    @Test
    void writesWhatNettyWrites() throws Exception {
        SplittableRandom random = new SplittableRandom(5952);
        for (int round = 0; round < 5_000; round++) {
            byte[] address = withManyZeroGroups(random);

            assertThat(AddressText.of(address))
                    .isEqualTo(NetUtil.toAddressString(Inet6Address.getByAddress(null, address, -1)));
        }
    }

    private static byte[] withManyZeroGroups(SplittableRandom random) {
        byte[] address = new byte[16];
        for (int group = 0; group < 8; group++) {
            if (random.nextInt(2) == 1) {
                address[2 * group] = (byte) (random.nextInt(2) * random.nextInt(256));
                address[2 * group + 1] = (byte) random.nextInt(256);
            }
        }
        return address;
    }
}
