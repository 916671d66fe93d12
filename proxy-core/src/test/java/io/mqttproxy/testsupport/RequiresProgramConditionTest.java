package io.mqttproxy.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

class RequiresProgramConditionTest {

    private static final List<String> WANTED = List.of("mosquitto", "mosquitto_pub");

    @Test
    void runsTheTestWhenEveryProgramIsInstalled() {
        RequiresProgramCondition condition = new RequiresProgramCondition(name -> true, true);

        assertThat(condition.decide(WANTED).isDisabled()).isFalse();
    }

    @Test
    void skipsTheTestAndNamesTheMissingProgram() {
        RequiresProgramCondition condition = new RequiresProgramCondition(name -> name.equals("mosquitto"), false);

        assertThat(condition.decide(WANTED).isDisabled()).isTrue();
        assertThat(condition.decide(WANTED).getReason()).hasValue("not installed: mosquitto_pub");
    }

    @Test
    void failsInsteadOfSkippingOnABuildServer() {
        RequiresProgramCondition condition = new RequiresProgramCondition(name -> false, true);

        assertThatThrownBy(() -> condition.decide(WANTED))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage(
                        "not installed: mosquitto, mosquitto_pub (expected: every real part is there when CI=true)");
    }
}
