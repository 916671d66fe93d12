package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mqttproxy.testsupport.EcsFields;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Both logs of a process of its own: on a real pseudo terminal, which util-linux's {@code script} makes, and elsewhere. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
@RequiresProgram("script")
class TerminalIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern LISTENING = Pattern.compile("Listener mqtt on 127\\.0\\.0\\.1:([0-9]+)");
    private static final byte[] NO_MQTT = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private StubBroker broker;

    @BeforeEach
    void startABroker() {
        broker = StubBroker.start(StubBehaviour.accepting());
    }

    @AfterEach
    void stopTheBroker() {
        broker.close();
    }

    @Test
    void isTextForPeopleOnATerminal() throws Exception {
        // given
        Path screen = folder.resolve("screen");

        // when a connection has been refused
        served(onATerminal(java("")), screen, screen);

        // then
        String shown = Files.readString(screen);
        assertThat(shown)
                .containsPattern("(?m)^time=\\S+ id=.* phase=refused end=PR reason=not_mqtt")
                .containsPattern("(?m)^\\d{4}-\\S+ INFO +\\[.*Listener mqtt on")
                .doesNotContain("\"@timestamp\"");
    }

    @Test
    void isJsonWhereNoTerminalIs() throws Exception {
        // given
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");

        // when
        served(List.of("sh", "-c", java("") + " >" + out + " 2>" + err), out, err);

        // then
        List<JsonNode> access = read(out);
        assertThat(access).hasSize(1);
        assertThat(access.get(0).get("event.reason").textValue()).isEqualTo("not_mqtt");
        assertThat(access.get(0).get("event.dataset").textValue()).isEqualTo("mqtt-proxy.access");
        assertThat(read(err))
                .isNotEmpty()
                .allMatch(line -> line.get("event.dataset").textValue().equals("mqtt-proxy.log"));
    }

    /** As {@code mqtt-proxy run | jq} on a terminal, where people read the program's log. */
    @Test
    void eachLogGoesByItsOwnStream() throws Exception {
        // given
        Path out = folder.resolve("out");
        Path screen = folder.resolve("screen");

        // when
        served(onATerminal(java("") + " >" + out), out, screen);

        // then
        assertThat(read(out)).hasSize(1);
        assertThat(Files.readString(screen))
                .containsPattern("(?m)^\\d{4}-\\S+ INFO ")
                .doesNotContain("\"@timestamp\"");
    }

    @Test
    void believesTheScriptThatStartsIt() throws Exception {
        // given
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");

        // when the script has found a terminal for standard error alone
        served(List.of("sh", "-c", java("-Dmqttproxy.terminals=2") + " >" + out + " 2>" + err), out, err);

        // then
        assertThat(read(out)).hasSize(1);
        assertThat(Files.readString(err)).containsPattern("(?m)^\\d{4}-\\S+ INFO ");
    }

    /** Serves, refuses one connection, and ends. */
    private void served(List<String> command, Path access, Path program) throws Exception {
        Files.writeString(folder.resolve("proxy.yaml"), """
                listeners: {mqtt: {bind: "127.0.0.1:0"}}
                clusters: {brokers: {backends: ["127.0.0.1:%d"], selfTest: false}}
                startup: {warmUp: off}
                shutdown: {readinessGrace: 0s}
                """.formatted(broker.port()));
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(folder.resolve("chatter").toFile())
                .redirectErrorStream(true)
                .start();
        try {
            awaitText(program, "Listener mqtt on ");
            Matcher listening = LISTENING.matcher(Files.readString(program));
            assertThat(listening.find()).isTrue();
            try (Socket client = ChildProxy.connect(Integer.parseInt(listening.group(1)))) {
                client.getOutputStream().write(NO_MQTT);
                assertThat(client.getInputStream().readAllBytes()).isEmpty();
            }
            awaitText(access, "not_mqtt");
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void awaitText(Path file, String text) {
        Awaitility.await(text)
                .atMost(LIMIT)
                .until(() -> Files.exists(file) && Files.readString(file).contains(text));
    }

    private List<String> onATerminal(String command) {
        return List.of("script", "-qfec", command, folder.resolve("screen").toString());
    }

    private String java(String flags) {
        return "exec " + Path.of(System.getProperty("java.home"), "bin", "java") + " -XX:TieredStopAtLevel=1 " + flags
                + " -cp '" + System.getProperty("java.class.path") + "' io.mqttproxy.Main run -c "
                + folder.resolve("proxy.yaml");
    }

    /** All but what Java itself has to say of native code, from 24 on, without the flag that the launcher gives it. */
    private static List<JsonNode> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("WARNING: ") && !line.isEmpty())
                .map(EcsFields::read)
                .toList();
    }
}
