package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.mqtt.RefusalReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of refusals in docs/connect.md says what the code does. */
class ConnectPageTest {

    private static final Path PAGE = Path.of("../docs/connect.md");

    static Stream<CloseReason> refusals() {
        return Stream.of(CloseReason.values()).filter(reason -> reason.refusal() != null);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void listsTheCodesOfEveryRefusal(CloseReason reason) throws IOException {
        RefusalReason refusal = Objects.requireNonNull(reason.refusal());
        String v3 = refusal.v3Code().isPresent()
                ? "0x%02X".formatted(refusal.v3Code().getAsInt())
                : "closes";

        assertThat(rows())
                .anyMatch(row -> row.startsWith("| [`%s`](close-reasons.md#%s) | %s | 0x%02X |"
                        .formatted(reason.label(), reason.label(), v3, refusal.v5Code())));
    }

    @Test
    void listsNothingElse() throws IOException {
        assertThat(rows()).hasSize((int) refusals().count());
    }

    /** Those of the first table. */
    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("## Refusals"))
                .takeWhile(line -> !line.contains("| DISCONNECT |"))
                .filter(line -> line.startsWith("| ["))
                .toList();
    }
}
