package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mqttproxy.config.HashedField;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NameHashTest {

    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Set<HashedField> ALL = EnumSet.allOf(HashedField.class);

    /** RFC 4231, test case 1. */
    @Test
    void isTheBeginningOfHmacSha256() {
        // given
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0B);

        // then
        assertThat(NameHash.of(ALL, key).shown(HashedField.CLIENT_ID, "Hi There"))
                .isEqualTo("#b0344c61d8db3853");
    }

    @Test
    void sameTextsHaveTheSameHashInEveryFieldAndUnderEveryEqualKey() {
        // given
        NameHash one = NameHash.of(ALL, KEY);
        NameHash other = NameHash.of(ALL, KEY.clone());

        // then
        assertThat(one.shown(HashedField.CLIENT_ID, "pump-7"))
                .matches("#[0-9a-f]{16}")
                .isEqualTo(other.shown(HashedField.IDENTITY, "pump-7"))
                .isNotEqualTo(one.shown(HashedField.CLIENT_ID, "pump-8"))
                .isNotEqualTo(NameHash.of(ALL, "0123456789abcdeg".getBytes(StandardCharsets.US_ASCII))
                        .shown(HashedField.CLIENT_ID, "pump-7"));
    }

    @ParameterizedTest
    @EnumSource
    void hidesTheWordsThatQuoteAnIdentityOrASerialNumber(CloseReason reason) {
        assertThat(NameHash.of(EnumSet.of(HashedField.IDENTITY), KEY).hidesWordsAbout(reason))
                .isEqualTo(
                        Set.of(CloseReason.IDENTITY_REJECTED, CloseReason.CERT_REVOKED, CloseReason.CERT_STATUS_UNKNOWN)
                                .contains(reason));
        assertThat(NameHash.of(EnumSet.of(HashedField.ADDRESS), KEY).hidesWordsAbout(reason))
                .isFalse();
    }

    @Test
    void leavesOtherFieldsAndAbsentOnesAlone() {
        // given
        NameHash hash = NameHash.of(EnumSet.of(HashedField.CLIENT_ID), KEY);

        // then
        assertThat(hash.shown(HashedField.USERNAME, "user")).isEqualTo("user");
        assertThat(hash.shown(HashedField.CLIENT_ID, null)).isNull();
        assertThat(hash.shown(HashedField.CLIENT_ID, "")).startsWith("#");
        assertThat(hash.shown(new InetSocketAddress("192.0.2.7", 40_000))).isEqualTo("192.0.2.7:40000");
        assertThat(NameHash.none().shown(HashedField.CLIENT_ID, "pump-7")).isEqualTo("pump-7");
    }

    /** Who knows when a client came from which port knows who it is. */
    @Test
    void leavesThePortOfAHashedAddressOut() {
        // given
        NameHash hash = NameHash.of(ALL, KEY);

        // then
        assertThat(hash.shown(new InetSocketAddress("192.0.2.7", 40_000)))
                .isEqualTo(hash.shown(new InetSocketAddress("192.0.2.7", 40_001)))
                .isEqualTo(hash.shown(HashedField.ADDRESS, "192.0.2.7"))
                .isNotEqualTo(hash.shown(new InetSocketAddress("192.0.2.8", 40_000)));
        assertThat(hash.shown(new InetSocketAddress("2001:db8::7", 1)))
                .isEqualTo(hash.shown(HashedField.ADDRESS, "2001:db8:0:0:0:0:0:7"));
    }

    @Test
    void refusesAKeyThatIsGuessedAndDoesNotShowIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NameHash.of(ALL, "secret".getBytes(StandardCharsets.US_ASCII)))
                .withMessage("6 bytes (expected: at least 16, such as 32 random digits)");
    }
}
