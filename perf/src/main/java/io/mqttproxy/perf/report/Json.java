package io.mqttproxy.perf.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes JSON (RFC 8259) of maps, lists, texts and finite numbers, in the order given. */
final class Json {

    private Json() {}

    static String write(Object value) {
        return write(value, "") + "\n";
    }

    private static String write(Object value, String indent) {
        if (value instanceof Map<?, ?> map) {
            return object(map, indent);
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(element -> "\n" + indent + "  " + write(element, indent + "  "))
                    .collect(Collectors.joining(",", "[", "\n" + indent + "]"));
        }
        if (value instanceof Double number) {
            return number(number);
        }
        return value instanceof Integer || value instanceof Long ? value.toString() : text(value.toString());
    }

    private static String object(Map<?, ?> map, String indent) {
        String inner = indent + "  ";
        return map.entrySet().stream()
                .map(entry ->
                        "\n" + inner + text(String.valueOf(entry.getKey())) + ": " + write(entry.getValue(), inner))
                .collect(Collectors.joining(",", "{", "\n" + indent + "}"));
    }

    private static String number(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(number + " (expected: a number that JSON can hold)");
        }
        return Double.toString(Math.round(number * 1e4) / 1e4);
    }

    private static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c < 0x20) {
                        quoted.append(String.format("\\u%04x", c));
                    } else {
                        quoted.append((char) c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
