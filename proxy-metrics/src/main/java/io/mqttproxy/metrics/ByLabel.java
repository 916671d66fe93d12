package io.mqttproxy.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value for each of a closed set of labels, found by the label's ordinal. Immutable.
 *
 * @param <T> the kind of value
 */
final class ByLabel<T> {

    private record Slot<T>(Label label, T value) {}

    /** By ordinal, null where the set has no label of that ordinal. */
    private final List<@Nullable Slot<T>> slots = new ArrayList<>();

    private final List<T> values = new ArrayList<>();

    /**
     * Makes a value for each label.
     *
     * @throws IllegalArgumentException when two labels share a text, which would make one series of them, or an
     *     ordinal, because they are not of one enum
     */
    ByLabel(List<? extends Label> labels, Function<Label, T> maker) {
        Set<String> texts = new HashSet<>();
        for (Label label : labels) {
            if (!texts.add(label.label())) {
                throw new IllegalArgumentException(
                        label.label() + " appears twice (expected: a text of its own for each label)");
            }
            while (slots.size() <= label.ordinal()) {
                slots.add(null);
            }
            T value = maker.apply(label);
            Slot<T> present = slots.set(label.ordinal(), new Slot<>(label, value));
            if (present != null) {
                throw new IllegalArgumentException(label.label() + " and "
                        + present.label().label() + " have one ordinal (expected: the values of one enum, each once)");
            }
            values.add(value);
        }
    }

    /**
     * The value of a label.
     *
     * @throws IllegalArgumentException when the label is not one of those given at the start
     */
    T get(Label label) {
        int index = label.ordinal();
        Slot<T> slot = index < slots.size() ? slots.get(index) : null;
        if (slot == null || slot.label() != label) {
            throw new IllegalArgumentException(
                    label.label() + ": no such label value (expected: one of those given at the start)");
        }
        return slot.value();
    }

    /** Calls for each label with its value, in the order of the labels. */
    void forEach(BiConsumer<Label, T> action) {
        for (Slot<T> slot : slots) {
            if (slot != null) {
                action.accept(slot.label(), slot.value());
            }
        }
    }

    /** Every value, in the order of the labels. */
    List<T> values() {
        return values;
    }
}
