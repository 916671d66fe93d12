package io.mqttproxy.config;

import io.mqttproxy.identity.CleanText;
import java.util.function.Predicate;

/**
 * Text that only has to pass a test.
 *
 * @param valid beside being clean and not empty
 */
record TextRule(Predicate<String> valid, String expected) implements TextReader<String> {
    /** Any visible text. */
    static TextRule visible(String expected) {
        return new TextRule(text -> true, expected);
    }

    @Override
    public String read(String text) throws BadValue {
        if (text.isEmpty() || CleanText.firstUnclean(text) >= 0 || !valid.test(text)) {
            throw BadValue.plain();
        }
        return text;
    }
}
