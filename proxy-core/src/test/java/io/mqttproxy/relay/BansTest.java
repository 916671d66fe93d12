package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.util.NetUtil;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class BansTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private Instant now = START;
    private final Bans bans = new Bans((InstantSource) () -> now);

    @Test
    void keepNobodyOutAtFirst() {
        assertThat(isBanned("192.0.2.7")).isFalse();
        assertThat(bans.match("pump-7", "pump-7")).isNull();
    }

    @Test
    void meanTheWholeNameAndNothingElse() {
        // given
        bans.add(BannedBy.CLIENT_ID, "pump-*", null, null);
        bans.add(BannedBy.IDENTITY, "pump-7", null, null);

        // then
        assertThat(bans.match("pump-*", null)).isEqualTo(BannedBy.CLIENT_ID);
        assertThat(bans.match("pump-8", null)).isNull();
        assertThat(bans.match("pump-7", null)).isNull();
        assertThat(bans.match("x", "pump-7")).isEqualTo(BannedBy.IDENTITY);
    }

    @Test
    void meanEveryAddressOfABlock() {
        // given
        bans.add(BannedBy.ADDRESS, "192.0.2.0/24", null, null);
        bans.add(BannedBy.ADDRESS, "2001:db8::/32", null, null);

        // then
        assertThat(isBanned("192.0.2.7")).isTrue();
        assertThat(isBanned("192.0.3.7")).isFalse();
        assertThat(isBanned("2001:db8::7")).isTrue();
        assertThat(isBanned("2001:db9::7")).isFalse();
    }

    @Test
    void endByThemselvesAtTheirMoment() {
        // given one of an address within a block that is banned for longer
        bans.add(BannedBy.CLIENT_ID, "pump-7", START.plusSeconds(60), null);
        bans.add(BannedBy.ADDRESS, "192.0.2.7", START.plusSeconds(60), null);
        bans.add(BannedBy.ADDRESS, "192.0.2.0/24", START.plusSeconds(120), null);

        // when
        now = START.plusSeconds(59);
        assertThat(bans.match("pump-7", null)).isEqualTo(BannedBy.CLIENT_ID);
        now = START.plusSeconds(60);

        // then
        assertThat(bans.match("pump-7", null)).isNull();
        assertThat(isBanned("192.0.2.7")).isTrue();
        assertThat(bans.list()).extracting(Ban::value).containsExactly("192.0.2.0/24");
        now = START.plusSeconds(120);
        assertThat(isBanned("192.0.2.7")).isFalse();
        assertThat(bans.list()).isEmpty();
    }

    @Test
    void areListedTheLatestFirst() {
        // given
        bans.add(BannedBy.CLIENT_ID, "a", null, "first");
        now = START.plusSeconds(1);
        bans.add(BannedBy.ADDRESS, "192.0.2.7", START.plusSeconds(60), null);

        // then
        assertThat(bans.list())
                .containsExactly(
                        new Ban(BannedBy.ADDRESS, "192.0.2.7/32", START.plusSeconds(1), START.plusSeconds(60), null),
                        new Ban(BannedBy.CLIENT_ID, "a", START, null, "first"));
    }

    @Test
    void takeThePlaceOfAnEarlierOneOfTheSameValue() {
        // given
        bans.add(BannedBy.CLIENT_ID, "a", START.plusSeconds(60), null);

        // when
        bans.add(BannedBy.CLIENT_ID, "a", null, null);
        now = START.plusSeconds(60);

        // then
        assertThat(bans.match("a", null)).isEqualTo(BannedBy.CLIENT_ID);
        assertThat(bans.list()).hasSize(1);
    }

    @Test
    void areLifted() {
        // given
        bans.add(BannedBy.IDENTITY, "a", null, null);
        bans.add(BannedBy.ADDRESS, "192.0.2.7", null, null);

        // then
        assertThat(bans.remove(BannedBy.IDENTITY, "b")).isFalse();
        assertThat(bans.remove(BannedBy.IDENTITY, "a")).isTrue();
        assertThat(bans.remove(BannedBy.IDENTITY, "a")).isFalse();
        assertThat(bans.remove(BannedBy.ADDRESS, "192.0.2.7/32")).isTrue();
        assertThat(bans.match("x", "a")).isNull();
        assertThat(isBanned("192.0.2.7")).isFalse();
    }

    @Test
    void areBounded() {
        // given as many as there may be
        for (int i = 0; i < Bans.MOST; i++) {
            bans.add(BannedBy.CLIENT_ID, "c" + i, START.plusSeconds(60), null);
        }

        // then one more is refused, and one in place of another is not
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bans.add(BannedBy.IDENTITY, "one more", null, null))
                .withMessage("10000 bans are in force (expected: fewer; lift some)");
        bans.add(BannedBy.CLIENT_ID, "c1", START.plusSeconds(90), null);

        // and when those have ended by themselves
        now = START.plusSeconds(60);
        bans.add(BannedBy.IDENTITY, "one more", null, null);
        assertThat(bans.list()).hasSize(2);
    }

    @Test
    void nameWhatIsNoAddress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bans.add(BannedBy.ADDRESS, "192.0.2.7/8", null, null))
                .withMessageStartingWith("192.0.2.7/8 (expected: ");
    }

    private boolean isBanned(String address) {
        return bans.isBanned(NetUtil.createInetAddressFromIpAddressString(address));
    }
}
