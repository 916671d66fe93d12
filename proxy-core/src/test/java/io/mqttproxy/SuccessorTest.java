package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SuccessorTest {

    @Test
    void isStartedByTheScriptWithTheSameArguments() {
        Successor successor = Successor.of(
                List.of("run", "-c", "proxy.yaml"), Map.of("MQTT_PROXY_LAUNCHER", "/opt/p/bin/mqtt-proxy"));

        assertThat(successor.command()).containsExactly("/opt/p/bin/mqtt-proxy", "run", "-c", "proxy.yaml");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isThisProgramWithItsFlagsWithoutTheScript() {
        List<String> command = Successor.of(List.of("run"), Map.of()).command();

        assertThat(command.get(0)).endsWith("/java");
        assertThat(command)
                .containsAll(ManagementFactory.getRuntimeMXBean().getInputArguments())
                .doesNotContain("");
    }

    @Test
    void saysWhenTheSystemKeepsToItselfWhatItIs() {
        assertThatThrownBy(new Successor(List.of())::start)
                .isInstanceOf(IOException.class)
                .hasMessage("this system does not tell how this process was started");
    }

    @Test
    void saysWhenTheScriptIsGone() {
        Successor successor = Successor.of(List.of("run"), Map.of("MQTT_PROXY_LAUNCHER", "/nowhere/mqtt-proxy"));

        assertThatThrownBy(successor::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nowhere/mqtt-proxy");
    }
}
