package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BanListTest {

    private static final Path FILE = Path.of("bans.yaml");
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void readsWhatPeopleWrite() throws ConfigException {
        assertThat(parse("""
                # whom we do not want
                bans:
                  - clientId: pump-7
                    until: 2026-01-02T04:04:05Z
                    reason: sends nonsense
                  - {address: 192.0.2.0/24}
                  - {address: "2001:DB8::1"}
                  - {identity: "${not.a.variable}", since: 2026-01-02T03:04:05.123456789Z}
                  - {clientId: 123}
                """))
                .containsExactly(
                        ban("clientId", "pump-7", null, START.plusSeconds(3600), "sends nonsense"),
                        ban("address", "192.0.2.0/24", null, null, null),
                        ban("address", "2001:db8::1/128", null, null, null),
                        ban("identity", "${not.a.variable}", START.plusNanos(123_456_789), null, null),
                        ban("clientId", "123", null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\n", "bans: []"})
    void mayBeEmpty(String text) throws ConfigException {
        assertThat(parse(text)).isEmpty();
    }

    @Test
    void tellsEveryProblemWithItsPlace() {
        // when
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> parse("""
                bans:
                  - {clientid: pump-7}
                  - {clientId: a, identity: b}
                  - {address: 10.0.0.1/8}
                  - {address: pump-7}
                  - {clientId: "", until: tomorrow}
                  - {clientId: x, since: 1h}
                  - {identity: y}
                  - {identity: y, until: 2026-01-02T03:04:05Z}
                  - pump-7
                """));

        // then
        assertThat(refusal.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "bans.yaml:2:5 bans[0]: nobody is named (expected: one of clientId, identity, address)",
                        "bans.yaml:2:6 bans[0].clientid: unknown key (expected: clientId)",
                        "bans.yaml:3:5 bans[1]: clientId and identity in one ban (expected: a ban for each)",
                        "bans.yaml:4:15 bans[2].address: 10.0.0.1/8 (expected: 10.0.0.0/8, with no bits behind the prefix)",
                        "bans.yaml:5:15 bans[3].address: pump-7 (expected: an address or a block such as 10.0.0.0/8 or"
                                + " 2001:db8::/32)",
                        "bans.yaml:6:16 bans[4].clientId: empty (expected: a text that is not empty)",
                        "bans.yaml:7:26 bans[5].since: 1h (expected: a moment such as 2026-01-02T03:04:05Z)",
                        "bans.yaml:9:5 bans[7]: a second ban of one identity (expected: each once)",
                        "bans.yaml:10:5 bans[8]: pump-7 (expected: a mapping with the keys clientId, identity, address,"
                                + " since, until, reason)");
    }

    @Test
    void hasABound() {
        ConfigException refusal = catchThrowableOfType(
                ConfigException.class,
                () -> BanList.parse("bans: [{clientId: a}, {clientId: b}]".getBytes(StandardCharsets.UTF_8), FILE, 1));

        assertThat(refusal).hasMessage("bans.yaml:1:7 bans: 2 bans (expected: at most 1)");
    }

    /** MQTT allows every character but U+0000 in a client identifier, and YAML not even all of those. */
    @Test
    void readsWhatItWritesWhateverClientsAreCalled() throws ConfigException {
        // given
        SplittableRandom random = new SplittableRandom(42);
        List<BannedClient> bans = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String name = i + text(random);
            bans.add(ban("clientId", name, START.plusNanos(random.nextLong(1L << 60)), null, name));
        }

        // when
        String text = BanList.text(bans);

        // then
        assertThat(parse(text)).isEqualTo(bans);
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextBoolean() ? random.nextInt(0x100) : random.nextInt(0x10000)));
        }
        return text.append("\uD83D\uDE00 \u2028 \u0085 \uFEFF ${x} # : - \"'").toString();
    }

    @Test
    void isOneLineForEachBan() {
        assertThat(BanList.text(List.of(
                        ban("clientId", "pump \"7\"", START, START.plusSeconds(1), "line\nbreak"),
                        ban("address", "192.0.2.0/24", null, null, null))))
                .endsWith("""
                        bans:
                          - {clientId: "pump \\"7\\"", since: 2026-01-02T03:04:05Z, until: 2026-01-02T03:04:06Z, reason: "line\\u000abreak"}
                          - {address: "192.0.2.0/24"}
                        """);
        assertThat(BanList.text(List.of())).endsWith("bans: []\n");
    }

    private static BannedClient ban(
            String kind, String value, @Nullable Instant since, @Nullable Instant until, @Nullable String reason) {
        return new BannedClient(kind, value, since, until, reason);
    }

    private static List<BannedClient> parse(String text) throws ConfigException {
        return BanList.parse(text.getBytes(StandardCharsets.UTF_8), FILE, 10_000);
    }
}
