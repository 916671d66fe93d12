package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicketKeysTest {

    private static final byte[] SECRET = bytes(32, 1);
    private static final byte[] POLICY = bytes(32, 2);
    private static final TicketKeys HALF_DAY = keys(Duration.ofHours(12));

    @Test
    @RequiresProgram("openssl")
    void areWhatOpensslsHkdfMakesOfTheSameInput() {
        // given HKDF-SHA256 of the policy, the window's length in milliseconds and its number
        String info = HexFormat.of().formatHex(POLICY) + "0000000000a4cb80" + "00000000000287a3";
        String salt = HexFormat.of().formatHex("mqtt-tls-proxy session tickets 1".getBytes(StandardCharsets.US_ASCII));
        ProgramResult openssl = RunningProgram.run(
                Duration.ofSeconds(30),
                "openssl",
                "kdf",
                "-keylen",
                "48",
                "-kdfopt",
                "digest:SHA256",
                "-kdfopt",
                "hexkey:" + HexFormat.of().formatHex(SECRET),
                "-kdfopt",
                "hexsalt:" + salt,
                "-kdfopt",
                "hexinfo:" + info,
                "HKDF");

        // then
        assertThat(HexFormat.ofDelimiter(":").withUpperCase().formatHex(HALF_DAY.derive(SECRET, POLICY, 0x287a3)))
                .isEqualTo(openssl.stdout().strip());
    }

    @Test
    void shareNothingBetweenSecretsPoliciesWindowsAndLifetimes() {
        assertThat(List.of(
                        HALF_DAY.derive(SECRET, POLICY, 7),
                        HALF_DAY.derive(bytes(32, 3), POLICY, 7),
                        HALF_DAY.derive(bytes(33, 1), POLICY, 7),
                        HALF_DAY.derive(SECRET, bytes(32, 3), 7),
                        HALF_DAY.derive(SECRET, POLICY, 8),
                        keys(Duration.ofHours(6)).derive(SECRET, POLICY, 7)))
                .doesNotHaveDuplicates();
    }

    @Test
    void areFiveForEachSecret() {
        TicketKeys keys = new TicketKeys(List.of(SECRET, POLICY), new TicketWindows(Duration.ofHours(12)));

        assertThat(keys.of(POLICY, Instant.EPOCH)).hasSize(10);
    }

    private static TicketKeys keys(Duration lifetime) {
        return new TicketKeys(List.of(SECRET), new TicketWindows(lifetime));
    }

    private static byte[] bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
