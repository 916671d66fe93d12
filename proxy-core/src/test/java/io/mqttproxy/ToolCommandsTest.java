package io.mqttproxy;

import static io.mqttproxy.CommandLineTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mqttproxy.CommandLineTest.Result;
import io.mqttproxy.testsupport.FreePort;
import io.mqttproxy.testsupport.ProgramResult;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands beside {@code run} and {@code check}, and the options that they share. */
@Timeout(60)
class ToolCommandsTest {

    @TempDir
    private Path folder;

    @Test
    void schemaPrintsTheFileThatEditorsRead() throws IOException {
        Result result = run("schema");

        assertThat(result).isEqualTo(new Result(0, Files.readString(Path.of("../config/proxy.schema.json")), ""));
    }

    @Test
    void doctorLooksAtThisMachineAndAtTheBackends() throws IOException {
        try (StubBroker broker = StubBroker.start(StubBehaviour.accepting())) {
            // given
            Path file = small(broker.port());

            // when
            Result result = run("doctor", "-c", file.toString());

            // then
            assertThat(result.exitCode()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out().lines())
                    .allMatch(line -> line.matches("(ok  |warn)  .+: .+"))
                    .contains("ok    configuration: " + file + " passes the check")
                    .anyMatch(line -> line.startsWith("ok    open files: "))
                    .anyMatch(line ->
                            line.startsWith("ok    backend 127.0.0.1:" + broker.port() + " of cluster brokers: "));
        }
    }

    @Test
    void doctorFailsForABackendThatIsNotThereAndSaysSoInJson() throws IOException {
        // given
        Path file = small(FreePort.find());

        // when
        Result result = run("doctor", "--format", "json", "-c", file.toString());

        // then
        JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(report.get("ok").asBoolean()).isFalse();
        assertThat(report.get("checks"))
                .anyMatch(check -> check.get("level").asText().equals("fail")
                        && check.get("text").asText().startsWith("refuses the TCP connection"));
    }

    @Test
    void doctorTellsWhatIsWrongWithTheConfigurationAndLooksAtTheRest() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("proxy.yaml"), "listeners: {mqtt: {bnd: x}}\n");

        // when
        Result result = run("doctor", "-c", file.toString());

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out().lines())
                .anyMatch(line ->
                        line.startsWith("fail  configuration: " + file + ":1:20 listeners.mqtt.bnd: unknown key"))
                .anyMatch(line -> line.startsWith("ok    clock: "));
    }

    @Test
    void checkTakesValuesFromTheCommandLine() throws IOException {
        // given
        Path file = small(1);

        // when
        Result fine = run("check", "-c", file.toString(), "--set", "clusters.brokers.backends[0]=127.0.0.1:2");
        Result wrong = run("check", "-c", file.toString(), "--set", "transport.typ=nio", "--set", "logging.format=xml");

        // then
        assertThat(fine.exitCode()).isZero();
        assertThat(wrong)
                .isEqualTo(new Result(
                        1,
                        "",
                        "--set logging.format: xml (expected: auto, text or json)" + System.lineSeparator()
                                + "--set transport.typ: unknown key (expected: type)" + System.lineSeparator()));
    }

    @Test
    void runTakesValuesFromTheCommandLine() throws IOException {
        Result result = run("run", "-c", small(1).toString(), "--set", "transport.type=nios");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("--set transport.type: nios (expected: auto, epoll, io_uring or nio)");
    }

    @Test
    void aSettingWithoutAValueIsAMistakeOfUseThatShowsNoSecret() throws IOException {
        Result result = run("check", "-c", small(1).toString(), "--set", "=s3cret");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("expected: path=value").doesNotContain("s3cret");
    }

    @Test
    void checkSpeaksJson() throws IOException {
        // given
        Path fine = small(1);
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "listeners: {mqtt: {bnd: x}}\n");

        // when
        Result good = run("check", "--format", "json", "-c", fine.toString());
        Result bad = run("check", "--format=JSON", "-c", wrong.toString());

        // then
        assertThat(good.exitCode()).isZero();
        assertThat(good.out())
                .isEqualTo("{\"file\":\"" + fine
                        + "\",\"ok\":true,\"problems\":[],\"warnings\":[],\"backends\":[]}"
                        + System.lineSeparator());
        JsonNode problems = new ObjectMapper().readTree(bad.out()).get("problems");
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.err()).isEmpty();
        assertThat(problems)
                .anyMatch(problem -> problem.get("path").asText().equals("listeners.mqtt.bnd")
                        && problem.get("line").asInt() == 1
                        && problem.get("message").asText().startsWith("unknown key"));
    }

    @Test
    void versionSpeaksJson() throws IOException {
        JsonNode versions =
                new ObjectMapper().readTree(run("version", "--format", "json").out());

        assertThat(versions.get("mqtt-tls-proxy").asText()).matches("\\d+\\..+");
        assertThat(versions.get("tls").asText()).isNotEmpty();
    }

    @Test
    void refusesAFormatThatThereIsNot() {
        assertThat(run("version", "--format", "xml").exitCode()).isEqualTo(2);
    }

    @Test
    void convertPrintsAConfigurationAndWhatIsNotInIt() throws IOException {
        // given
        Path cfg = Files.writeString(folder.resolve("haproxy.cfg"), """
                listen mqtt
                    bind 127.0.0.1:1883
                    option tcplog
                    server a 192.0.2.1:1883
                """);

        // when
        Result result = run("convert", cfg.toString());

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("bind: 127.0.0.1:1883", "address: '192.0.2.1:1883'");
        assertThat(result.err())
                .isEqualTo(cfg + ":3: option tcplog: the access log always has one line for each connection"
                        + System.lineSeparator());
    }

    @Test
    void convertSaysThatThereIsNothingToConvert() throws IOException {
        // given
        Path empty = Files.writeString(folder.resolve("haproxy.cfg"), "global\n");

        // when
        Result nothing = run("convert", empty.toString());
        Result missing = run("convert", folder.resolve("nowhere.cfg").toString());

        // then
        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).contains(": nothing to convert (expected: ");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("nowhere.cfg: no such file");
    }

    @Test
    @RequiresProgram("bash")
    void completionIsAScriptThatKnowsTheCommands() {
        // given
        Result result = run("completion");
        byte[] question = (result.out()
                        + "\nCOMP_WORDS=(mqtt-proxy doc); COMP_CWORD=1; _complete_mqtt-proxy; echo \"${COMPREPLY[@]}\"; exit\n")
                .getBytes(StandardCharsets.UTF_8);

        // when
        ProgramResult bash = RunningProgram.runWithInput(Duration.ofSeconds(10), question, "bash");

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).doesNotContain("rehearse");
        assertThat(bash.stdout().trim()).isEqualTo("doctor");
    }

    private Path small(int backend) throws IOException {
        return Files.writeString(folder.resolve("small.yaml"), """
                listeners: {mqtt: {bind: "127.0.0.1:0", limits: {connections: 10}}}
                clusters: {brokers: {backends: ["127.0.0.1:%d"]}}
                """.formatted(backend));
    }
}
