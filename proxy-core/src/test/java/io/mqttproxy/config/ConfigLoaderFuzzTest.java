package io.mqttproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mqttproxy.identity.CleanText;

/**
 * Contract: any bytes are a configuration or a {@link ConfigException} of one-line problems; no file is touched.
 *
 * <p>To fuzz beyond the seeds, add {@code -Djazzer.disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection}:
 * that a configuration contains a regular expression is no finding.
 */
class ConfigLoaderFuzzTest {
    @FuzzTest
    void loads(byte[] yaml) {
        try {
            ProxyConfig config = Loaded.from(yaml);
            assertThat(config.listeners()).isNotEmpty();
            assertThat(config.clusters()).isNotEmpty();
            assertThat(config.routes()).isNotEmpty();
        } catch (ConfigException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.message()).contains("(expected: ");
                assertThat(CleanText.firstUnclean(problem.toString())).isEqualTo(-1);
            });
        }
    }
}
