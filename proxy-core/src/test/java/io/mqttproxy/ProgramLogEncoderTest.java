package io.mqttproxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.mqttproxy.testsupport.EcsFields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramLogEncoderTest {

    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("io.mqttproxy.relay.Connector");
    private final ProgramLogEncoder encoder = new ProgramLogEncoder();

    @AfterEach
    void stop() {
        context.stop();
    }

    private String line(String message, @Nullable Throwable thrown, Object... arguments) {
        LoggingEvent event = new LoggingEvent(Logger.FQCN, log, Level.WARN, message, thrown, arguments);
        event.setInstant(Instant.parse("2026-11-22T03:04:05.006Z"));
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void writesTheFieldsOfAnEcsLogger() {
        // when
        String line = line("Listener {} on {}", null, "mqtt", 1883);

        // then
        assertThat(line).hasLineCount(1).endsWith("}\n");
        JsonNode fields = EcsFields.read(line.strip());
        assertThat(EcsFields.names(fields))
                .containsExactly(
                        "@timestamp",
                        "log.level",
                        "message",
                        "ecs.version",
                        "service.name",
                        "event.dataset",
                        "process.thread.name",
                        "log.logger");
        assertThat(fields.get("@timestamp").textValue()).isEqualTo("2026-11-22T03:04:05.006Z");
        assertThat(fields.get("log.level").textValue()).isEqualTo("WARN");
        assertThat(fields.get("message").textValue()).isEqualTo("Listener mqtt on 1883");
        assertThat(fields.get("log.logger").textValue()).isEqualTo("io.mqttproxy.relay.Connector");
        assertThat(fields.get("process.thread.name").textValue())
                .isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void writesAnExceptionWithItsTraceInOneLine() {
        // when
        String line = line("broken", new IllegalStateException("first\n\"second\"", new RuntimeException("why")));

        // then
        assertThat(line).hasLineCount(1);
        JsonNode fields = EcsFields.read(line.strip());
        assertThat(fields.get("error.type").textValue()).isEqualTo("java.lang.IllegalStateException");
        assertThat(fields.get("error.message").textValue()).isEqualTo("first\n\"second\"");
        assertThat(fields.get("error.stack_trace").textValue())
                .startsWith("java.lang.IllegalStateException: first")
                .contains("\tat " + ProgramLogEncoderTest.class.getName())
                .contains("Caused by: java.lang.RuntimeException: why");
    }

    @Test
    void leavesOutAMessageThatAnExceptionDoesNotHave() {
        assertThat(EcsFields.names(EcsFields.read(line("broken", new IllegalStateException()))))
                .contains("error.type", "error.stack_trace")
                .doesNotContain("error.message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\",\"log.level\":\"INFO", "a\r\nb", "\u001b]0;title\u0007", "\u202e", "\ud83d\ude00"})
    void letsNoValueForgeAFieldOrALine(String hostile) {
        // when
        String line = line("Client {} refused", null, hostile);

        // then
        assertThat(line).hasLineCount(1).doesNotContain("\u202e", "\u001b", "\r");
        assertThat(EcsFields.read(line.strip()).get("message").textValue()).isEqualTo("Client " + hostile + " refused");
    }

    @Test
    void isAsItsPageShowsIt() {
        // given
        String shown = PageBlock.of("docs/logs.md").stream()
                .filter(block -> block.example().equals(Optional.of("the program, json")))
                .map(PageBlock::text)
                .findFirst()
                .orElseThrow();

        // then
        assertThat(EcsFields.names(EcsFields.read(shown)))
                .isEqualTo(EcsFields.names(EcsFields.read(line("Listener {}", null, "mqtts"))));
    }

    @Test
    void cutsNoListOfProblems() {
        String problems = "proxy.yaml:1:1 unknown key\n".repeat(1_000);

        assertThat(EcsFields.read(line("{}", null, problems)).get("message").textValue())
                .isEqualTo(problems);
    }
}
