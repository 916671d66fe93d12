package io.mqttproxy.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectChangesTest {
    private static final String TOO_LONG = "x".repeat(65_536);

    private static ConnectChanges password(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return new ConnectChanges(
                "c", "u", bytes, List.of(new UserProperty("n", "v")), ReservedNames.of(List.of("n")), true);
    }

    private static ConnectChanges clientId(String clientId) {
        return new ConnectChanges(clientId, null, null, List.of(), ReservedNames.NONE, false);
    }

    private static ConnectChanges username(String username) {
        return new ConnectChanges(null, username, null, List.of(), ReservedNames.NONE, false);
    }

    @Test
    void neverPrintsThePassword() {
        assertThat(password("secret")).asString().contains("password=***").doesNotContain("secret");
        assertThat(ConnectChanges.NONE).asString().contains("password=null");
    }

    @Test
    void comparesPasswordsByTheirBytes() {
        assertThat(password("a")).isEqualTo(password("a")).hasSameHashCodeAs(password("a"));
        assertThat(password("a")).isNotEqualTo(password("b"));
    }

    @Test
    void knowsWhetherItChangesAnything() {
        assertThat(ConnectChanges.NONE.none()).isTrue();
        assertThat(password("").none()).isFalse();
        assertThat(clientId("").none()).isFalse();
        assertThat(new ConnectChanges(null, null, null, List.of(), ReservedNames.of(List.of("x")), false).none())
                .isFalse();
        assertThat(new ConnectChanges(null, null, null, List.of(), ReservedNames.NONE, true).none())
                .isFalse();
    }

    @Test
    void refusesStringsThatNoPacketHolds() {
        String maximum = " bytes (expected: at most 65535)";
        assertThatThrownBy(() -> clientId(TOO_LONG)).hasMessage("clientId: 65536" + maximum);
        assertThatThrownBy(() -> username("ü".repeat(32_768))).hasMessage("username: 65536" + maximum);
        assertThatThrownBy(() -> password(TOO_LONG)).hasMessage("password: 65536" + maximum);
        assertThatThrownBy(() -> new UserProperty("n", TOO_LONG)).hasMessage("user property value: 65536" + maximum);
        assertThatThrownBy(() -> new UserProperty(TOO_LONG, "v")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesCharactersOnWhichBrokersDisagree() {
        assertThatThrownBy(() -> username("dev\0ice"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("username: U+0000 at index 3 (expected: no control or non-characters)");
        assertThatThrownBy(() -> clientId("\uD800")).hasMessageStartingWith("clientId: U+D800 at index 0");
        assertThatThrownBy(() -> new UserProperty("a\nb", "")).hasMessageStartingWith("user property name: U+000A");
    }
}
