package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mqttproxy.identity.CleanText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Contract: any bytes are a list of bans, which reads the same once it was written, or one-line problems with their place. */
class BanListFuzzTest {

    private static final Path FILE = Path.of("bans.yaml");

    @FuzzTest
    void reads(byte[] content) throws ConfigException {
        List<BannedClient> bans;
        try {
            bans = BanList.parse(content, FILE, 100);
        } catch (ConfigException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.message()).contains("(expected: ");
                assertThat(CleanText.firstUnclean(problem.toString())).isEqualTo(-1);
            });
            return;
        }
        byte[] written = BanList.text(bans).getBytes(StandardCharsets.UTF_8);
        assertThat(BanList.parse(written, FILE, 100)).isEqualTo(bans);
    }
}
