package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqttproxy.config.Bridges;
import io.mqttproxy.config.ConnectConfig;
import io.mqttproxy.config.FieldSizes;
import io.mqttproxy.mqtt.ConnectPacket;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a CONNECT must be like, whoever sends it. */
class ConnectRulesTest {

    @ParameterizedTest
    @ValueSource(ints = {4, 0x84, 5})
    void letEverythingPassUnlessToldOtherwise(int level) {
        ConnectRules rules = new ConnectRules(ConnectConfig.DEFAULTS, FieldSizes.UNLIMITED);
        ConnectPacket packet = TestClient.connect(level, "c".repeat(65_535), "u".repeat(65_535), "p".repeat(65_535));

        assertThatCode(() -> rules.check(packet)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"4, 3.1.1", "0x84, 3.1.1", "5, 5"})
    void refuseVersionsThatAreNotNamed(String level, String name) {
        // given
        ConnectRules rules = new ConnectRules(versions(Set.of(3)), FieldSizes.UNLIMITED);

        // when
        RefusedException refused = refusal(rules, TestClient.connect(Integer.decode(level), "x", null, null));

        // then
        assertThat(refused).hasMessage("MQTT " + name + " is not one of connect.versions");
        assertThat(refused.reason()).isEqualTo(CloseReason.UNSUPPORTED_VERSION);
    }

    @Test
    void letVersionsPassThatAreNamed() {
        ConnectRules rules = new ConnectRules(versions(Set.of(4)), FieldSizes.UNLIMITED);

        assertThatCode(() -> rules.check(TestClient.connect311("x", null))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "longer, user, pass, CLIENT_ID_REJECTED, '6 bytes (expected: at most limits.clientIdSize, 5)'",
        "ab, device, pass, CREDENTIALS_REJECTED, '6 bytes (expected: at most limits.usernameSize, 5)'",
        "ab, user, secret, CREDENTIALS_REJECTED, '6 bytes (expected: at most limits.passwordSize, 5)'",
        "\u00FC\u00FC\u00FC, user, pass, CLIENT_ID_REJECTED, '6 bytes (expected: at most limits.clientIdSize, 5)'",
    })
    void refuseFieldsThatAreTooLong(
            String clientId, String username, String password, CloseReason reason, String message) {
        // given
        ConnectRules rules = new ConnectRules(ConnectConfig.DEFAULTS, new FieldSizes(5, 5, 5, 5));

        // when
        RefusedException refused = refusal(rules, TestClient.connect(5, clientId, username, password));

        // then
        assertThat(refused).hasMessage(message);
        assertThat(refused.reason()).isEqualTo(reason);
    }

    @Test
    void letFieldsPassThatAreJustShortEnough() {
        ConnectRules rules = new ConnectRules(ConnectConfig.DEFAULTS, new FieldSizes(5, 5, 5, 1));

        assertThatCode(() -> rules.check(TestClient.connect(4, "12345", "12345", "12345")))
                .doesNotThrowAnyException();
    }

    private static RefusedException refusal(ConnectRules rules, ConnectPacket packet) {
        return catchThrowableOfType(RefusedException.class, () -> rules.check(packet));
    }

    private static ConnectConfig versions(Set<Integer> versions) {
        return new ConnectConfig(null, null, null, null, Map.of(), Map.of(), Bridges.PASS, versions);
    }
}
