package io.mqttproxy.config;

import io.mqttproxy.identity.NearestName;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One of a few words, exactly as written here.
 *
 * @param <T> what the words stand for
 */
final class Choice<T> implements TextReader<T> {
    /** So many words are always told; of more, only the nearest one when there is one. */
    private static final int SHORT = 4;

    private final Map<String, T> words;

    private Choice(Map<String, T> words) {
        this.words = words;
    }

    /** The words of an enum, in its order. */
    static <E extends Enum<E>> Choice<E> of(E[] values, Function<E, String> word) {
        Map<String, E> words = new LinkedHashMap<>();
        Arrays.stream(values).forEach(value -> words.put(word.apply(value), value));
        return new Choice<>(Collections.unmodifiableMap(words));
    }

    /** Words that stand for themselves. */
    static Choice<String> of(String... words) {
        Map<String, String> same = new LinkedHashMap<>();
        Arrays.stream(words).forEach(word -> same.put(word, word));
        return new Choice<>(Collections.unmodifiableMap(same));
    }

    @Override
    public T read(String text) throws BadValue {
        T value = words.get(text);
        if (value == null) {
            String nearest = words.size() > SHORT ? NearestName.of(text, words.keySet()) : null;
            throw nearest == null ? BadValue.plain() : BadValue.expected(nearest);
        }
        return value;
    }

    @Override
    public String expected() {
        List<String> all = List.copyOf(words.keySet());
        int last = all.size() - 1;
        return last == 0 ? all.get(0) : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
    }
}
