package io.mqttproxy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTreeTest {

    @Test
    void writesEveryKindOfValueInOrder() {
        // given
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("text", "a \"b\"\n");
        tree.put("list", Arrays.asList(1, 2.5, true, null));
        tree.put("map", Map.of("k", "v"));

        // when, then
        assertThat(JsonTree.write(tree))
                .isEqualTo("{\"text\":\"a \\\"b\\\"\\u000a\",\"list\":[1,2.5,true,null],\"map\":{\"k\":\"v\"}}");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonTree.write(Thread.State.NEW))
                .withMessageContaining("java.lang.Thread");
    }

    @Test
    void refusesNumbersThatJsonHasNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonTree.write(Double.POSITIVE_INFINITY))
                .withMessage("Infinity (expected: a finite number)");
    }
}
