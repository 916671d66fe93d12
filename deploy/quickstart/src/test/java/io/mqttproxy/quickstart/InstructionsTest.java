package io.mqttproxy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            /home/me/mqtt/ca.pem     | /home/me/mqtt/ca.pem
            /home/my files/ca.pem    | '/home/my files/ca.pem'
            /home/it's/$HOME/ca.pem  | '/home/it'\\''s/$HOME/ca.pem'
            """)
    void quotesAPathTheWayAShellReadsIt(Path path, String quoted) {
        assertThat(Instructions.quoted(path)).isEqualTo(quoted);
    }
}
