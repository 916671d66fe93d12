package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void writesPairsInTheirOrder() {
        LogLine text = LogLine.text();
        text.add("id", "1f-1");
        text.add("absent", null);
        text.add("bytes", 17);

        assertThat(text.end()).isEqualTo("id=1f-1 bytes=17");
    }

    @Test
    void writesJsonInTheirOrder() {
        LogLine json = LogLine.json();
        json.add("id", "1f-1");
        json.add("absent", null);
        json.add("bytes", -1);

        assertThat(json.end()).isEqualTo("{\"id\":\"1f-1\",\"bytes\":-1}");
    }

    @Test
    void writesListsAndTruthInJson() {
        LogLine json = LogLine.json();
        json.addAll("list", List.of("a", "b\""));
        json.add("yes", true);

        assertThat(json.end()).isEqualTo("{\"list\":[\"a\",\"b\\\"\"],\"yes\":true}");
    }

    @Test
    void cutsVeryLongValuesBetweenTwoCharacters() throws Exception {
        // given a pair of which one half would stand behind the cut
        String value = "x".repeat(255) + "\ud83d\ude00" + "y".repeat(100);

        // when
        LogLine json = LogLine.json();
        json.add("k", value);
        json.addWhole("whole", value);

        // then
        JsonNode parsed = JSON.readTree(json.end());
        assertThat(parsed.get("k").textValue()).isEqualTo("x".repeat(255) + "...");
        assertThat(parsed.get("whole").textValue()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain | k=plain",
                "urn:device:1/a,b | k=urn:device:1/a,b",
                "ünïcode | k=ünïcode",
                "`` | k=\"\"",
                "two words | k=\"two words\"",
                "a=b | k=\"a=b\"",
                "say \"hi\" | k=\"say \\\"hi\\\"\"",
                "back\\slash | k=\"back\\\\slash\"",
                "`a\r\nb` | k=\"a\\u000d\\u000ab\"",
                "`\u001b[31m` | k=\"\\u001b[31m\"",
                "`a\tb` | k=\"a\\u0009b\"",
                "`\u007f` | k=\"\\u007f\"",
                "`\u0085` | k=\"\\u0085\"",
                "`a\u202eb` | k=\"a\\u202eb\"",
                "`a\u2066b` | k=\"a\\u2066b\"",
                "`a\u200bb` | k=\"a\\u200bb\"",
                "`a\u2028b` | k=\"a\\u2028b\"",
                "`\ufeff` | k=\"\\ufeff\"",
                "`a\ud800b` | k=\"a\\ud800b\"",
                "`\udc00` | k=\"\\udc00\"",
            })
    void quotesAndEscapesInTheTextForm(String value, String line) {
        LogLine text = LogLine.text();
        text.add("k", value);

        assertThat(text.end()).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "a\r\nb",
                "\"},{\"reason\":\"forged",
                "\u001b]0;title\u0007",
                "\u202e",
                "\ud83d\ude00"
            })
    void writesJsonThatReadsBackAsItWas(String value) throws Exception {
        LogLine json = LogLine.json();
        json.add("k", value);

        JsonNode parsed = JSON.readTree(json.end());
        assertThat(parsed.size()).isEqualTo(1);
        assertThat(parsed.get("k").textValue()).isEqualTo(value);
    }

    @Test
    void keepsAnyTextInOneLineOfSafeCharacters() throws Exception {
        SplittableRandom random = new SplittableRandom(20261121);
        for (int round = 0; round < 2_000; round++) {
            // given text of any UTF-16 code units, half surrogate pairs among them
            StringBuilder value = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                value.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
            }

            // when
            LogLine text = LogLine.text();
            text.add("k", value.toString());
            LogLine json = LogLine.json();
            json.add("k", value.toString());

            // then
            assertThat(text.end()).startsWith("k=").doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");
            assertThat(json.end()).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");
            assertThat(JSON.readTree(json.end()).get("k").textValue())
                    .isEqualTo(new String(value.toString().getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16));
        }
    }
}
