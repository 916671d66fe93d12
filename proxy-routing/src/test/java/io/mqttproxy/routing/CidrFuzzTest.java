package io.mqttproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class CidrFuzzTest {

    /** Any text is a block, whose canonical form reads back as the same block, or an IllegalArgumentException. */
    @FuzzTest
    void readsOrRefuses(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Cidr block;
        try {
            block = Cidr.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith(text + " (expected: ");
            return;
        }
        String canonical = block.toString();
        assertThat(Cidr.parse(canonical)).isEqualTo(block).hasToString(canonical);
        assertThat(block.contains(canonical.substring(0, canonical.indexOf('/'))))
                .isTrue();
    }
}
