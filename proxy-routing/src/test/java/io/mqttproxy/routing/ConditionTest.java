package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mqttproxy.routing.Condition.KeepAliveCondition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    private static final String ISSUER = "CN=Plant 7 CA,O=Example";

    @Test
    void asksForAlpnAndIssuer() {
        RouteKey device = key("mqtt", ISSUER, 60);
        RouteKey bare = key(null, null, 60);

        assertThat(Conditions.parse("alpn", "mqtt").matches(device)).isTrue();
        assertThat(Conditions.parse("alpn", "*").matches(bare)).isFalse();
        assertThat(Conditions.parse("issuer", "CN=Plant*").matches(device)).isTrue();
        assertThat(Conditions.parse("issuer", "*").matches(bare)).isFalse();
    }

    @Test
    void matchesRegularExpressionsAgainstTheWholeText() {
        assertThat(Conditions.parseRegex("clientId", "sensor-[0-9]{1,3}").matches(key(null, null, 0)))
                .isTrue();
        assertThat(Conditions.parseRegex("clientId", "sensor").matches(key(null, null, 0)))
                .isFalse();
        assertThat(Conditions.parseRegex("username", ".*").matches(key(null, null, 0)))
                .isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Conditions.parseRegex("source", ".*"))
                .withMessageStartingWith("source: no such condition");
    }

    @ParameterizedTest
    @CsvSource({
        "10, 60, 9, false",
        "10, 60, 10, true",
        "10, 60, 60, true",
        "10, 60, 61, false",
        "10, 60, 0, false", // none is longer than any
        "0, 60, 1, true",
        "0, 60, 0, false",
        "10, 65536, 0, true",
        "10, 65536, 65535, true",
    })
    void asksForTheKeepAlive(int min, int max, int keepAlive, boolean matches) {
        assertThat(new KeepAliveCondition(min, max).matches(key(null, null, keepAlive)))
                .isEqualTo(matches);
    }

    @Test
    void refusesAKeepAliveThatNoClientHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeepAliveCondition(61, 60))
                .withMessage("max: 60 (expected: 61 to 65536)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeepAliveCondition(65_536, 65_536))
                .withMessage("min: 65536 (expected: 0 to 65535)");
    }

    @ParameterizedTest
    @CsvSource({
        "sensor-*, sensor-1, true",
        "sensor-*, sensor-a*, true",
        "sensor-*, sensor-*, true",
        "sensor-*, *, false",
        "sensor-*, meter-1, false",
        "*-1, sensor-*, false",
        "*a*, *xay*, true",
        "a, a, true",
        "a, *, false",
    })
    void globsCoverWhatTheyCertainlyMatch(String glob, String other, boolean covers) {
        assertThat(Conditions.parse("clientId", glob).covers(Conditions.parse("clientId", other)))
                .isEqualTo(covers);
        assertThat(Conditions.parse("clientId", glob).covers(Conditions.parse("username", other)))
                .isFalse();
    }

    @Test
    void expressionsCoverLiteralsThatTheyMatch() {
        Condition digits = Conditions.parseRegex("clientId", "[0-9]+");

        assertThat(digits.covers(Conditions.parse("clientId", "17"))).isTrue();
        assertThat(digits.covers(Conditions.parse("clientId", "1*"))).isFalse();
        assertThat(digits.covers(Conditions.parseRegex("clientId", "[0-9]+"))).isTrue();
        assertThat(digits.covers(Conditions.parseRegex("clientId", "[0-9]"))).isFalse();
        assertThat(Conditions.parse("clientId", "*").covers(digits)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.0.0/16, true",
        "10.1.0.0/16, 10.0.0.0/8, false",
        "10.0.0.0/8, 10.0.0.0/8, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "0.0.0.0/0, ::/0, false",
        "::/0, 2001:db8::/32, true",
        "::/0, 10.0.0.1, false",
    })
    void blocksCoverTheBlocksWithinThem(String block, String other, boolean covers) {
        assertThat(Conditions.parse("source", block).covers(Conditions.parse("source", other)))
                .isEqualTo(covers);
    }

    @Test
    void keepAlivesCoverShorterRanges() {
        assertThat(new KeepAliveCondition(0, 60).covers(new KeepAliveCondition(10, 30)))
                .isTrue();
        assertThat(new KeepAliveCondition(0, 60).covers(new KeepAliveCondition(10, 90)))
                .isFalse();
        assertThat(new KeepAliveCondition(1, KeepAliveCondition.NO_LIMIT).alwaysMatches())
                .isTrue();
    }

    private static RouteKey key(@Nullable String alpn, @Nullable String issuer, int keepAlive) {
        return new RouteKey("mqtts", null, alpn, "sensor-17", null, null, issuer, 5, "192.0.2.1", keepAlive);
    }
}
