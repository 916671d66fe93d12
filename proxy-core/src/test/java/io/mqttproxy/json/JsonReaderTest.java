package io.mqttproxy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    @Test
    void readsEveryKindOfValue() throws Exception {
        JsonValue value = JsonReader.read(
                " {\"a\" : [1, -2.5e1, true, false, null, \"\"], \"b\":{}, \"\\u00e9\\n\\/\" : \"\\ud83d\\ude00\\\\\"}\r\n\t");

        assertThat(value.get("a").items())
                .extracting(JsonValue::value)
                .containsExactly(1.0, -25.0, true, false, null, "");
        assertThat(value.get("b").value()).isEqualTo(Map.of());
        assertThat(value.get("\u00e9\n/").text()).isEqualTo("\ud83d\ude00\\");
        assertThat(value.get("a").items().get(0).number()).isEqualTo(1);
        assertThat(value.get("a").items().get(1).number()).isEqualTo(-1);
    }

    @Test
    void readsWhatIsNotThereAsNothing() throws Exception {
        JsonValue value = JsonReader.read("{\"a\":1}");

        assertThat(value.get("b").get("c").text()).isEmpty();
        assertThat(value.get("a").items()).isEqualTo(List.of());
        assertThat(value.get("a").text()).isEmpty();
        assertThat(value.get("b").isFalse()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "[1",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1,\"a\":1}",
                "01",
                "1.",
                ".5",
                "1e",
                "+1",
                "--1",
                "-",
                "NaN",
                "tru",
                "nul",
                "True",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "1 2",
                "[] []",
                "'a'",
                "// a\n1",
                "\uFEFF1"
            })
    void refusesWhatIsNotJson(String text) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> JsonReader.read(text))
                .withMessageStartingWith("malformed JSON at ");
    }

    @Test
    void refusesNestingThatCouldEatTheStack() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> JsonReader.read("[".repeat(100_000)))
                .withMessage("malformed JSON at 65 (expected: less nesting)");
    }

    @Test
    void refusesATextThatEndsAnywhereInTheMiddle() throws Exception {
        String whole = "{\"a\":[1,\"\\u0041\",true,null]}";
        JsonReader.read(whole);

        for (int end = 0; end < whole.length(); end++) {
            String part = whole.substring(0, end);
            assertThatExceptionOfType(JsonException.class).isThrownBy(() -> JsonReader.read(part));
        }
    }
}
