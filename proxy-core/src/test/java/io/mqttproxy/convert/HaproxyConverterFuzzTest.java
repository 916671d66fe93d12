package io.mqttproxy.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Contract: any text becomes a mapping in YAML or nothing, and notes name lines that there are. */
class HaproxyConverterFuzzTest {
    @FuzzTest
    void convertsAnything(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);

        Conversion conversion = new HaproxyConverter().convert(text);

        long lines = text.chars().filter(c -> c == '\n').count() + 1;
        assertThat(conversion.notes()).allMatch(note -> note.line() >= 1 && note.line() <= lines);
        if (!conversion.yaml().isEmpty()) {
            assertThat(new Yaml().compose(new StringReader(conversion.yaml()))).isInstanceOf(MappingNode.class);
        }
    }
}
