package io.mqttproxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Whatever a file of ticket keys holds, it gives 1 to 8 keys that are long enough, or one clear problem. */
class TicketKeyFileFuzzTest {

    private static final FileRef FILE =
            new FileRef(Path.of("tickets"), "tickets", new Source("proxy.yaml", 1, 1, "keysFile"));

    @FuzzTest
    void parse(byte[] content) {
        try {
            assertThat(TicketKeyFile.parse(FILE, new String(content, StandardCharsets.ISO_8859_1)))
                    .hasSizeBetween(1, TicketKeyFile.MAX_SECRETS)
                    .allSatisfy(secret -> assertThat(secret).hasSizeGreaterThanOrEqualTo(TicketKeyFile.MIN_BYTES));
        } catch (ConfigException e) {
            assertThat(e.problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                    .contains(": tickets (expected: "));
        }
    }
}
