package io.mqttproxy.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259), strictly: no comments, no trailing commas, no second value, each name once in an object. The caller
 * bounds the length of the text. Pure.
 */
public final class JsonReader {

    private static final int DEEPEST = 64;
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * The value that a text stands for.
     *
     * @throws JsonException when it is not JSON; the message holds the place and nothing of the text
     */
    public static JsonValue read(String text) throws JsonException {
        JsonReader reader = new JsonReader(text);
        @Nullable Object value = reader.value();
        reader.space();
        if (reader.at < text.length()) {
            throw reader.wrong("the end");
        }
        return new JsonValue(value);
    }

    private @Nullable Object value() throws JsonException {
        space();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() throws JsonException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        enter();
        if (!took('}')) {
            do {
                space();
                String name = string();
                space();
                expect(':');
                if (members.containsKey(name)) {
                    throw wrong("a name only once");
                }
                members.put(name, value());
                space();
            } while (took(','));
            expect('}');
        }
        depth--;
        return members;
    }

    private List<@Nullable Object> array() throws JsonException {
        List<@Nullable Object> items = new ArrayList<>();
        enter();
        if (!took(']')) {
            do {
                items.add(value());
                space();
            } while (took(','));
            expect(']');
        }
        depth--;
        return items;
    }

    private void enter() throws JsonException {
        at++;
        depth++;
        if (depth > DEEPEST) {
            throw wrong("less nesting");
        }
        space();
    }

    private String string() throws JsonException {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (!took('"')) {
            char c = peek();
            if (c < ' ') {
                throw wrong("no control character");
            }
            at++;
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() throws JsonException {
        char c = peek();
        at++;
        if (c == 'u') {
            if (at + 4 > text.length()) {
                throw wrong("four hexadecimal digits");
            }
            int code = 0;
            for (int end = at + 4; at < end; at++) {
                int digit = Character.digit(text.charAt(at), 16);
                if (digit < 0 || text.charAt(at) > 'f') {
                    throw wrong("a hexadecimal digit");
                }
                code = code * 16 + digit;
            }
            return (char) code;
        }
        int index = ESCAPES.indexOf(c);
        if (index < 0) {
            throw wrong("an escape");
        }
        return ESCAPED.charAt(index);
    }

    private Double number() throws JsonException {
        int start = at;
        took('-');
        if (!took('0')) {
            digits();
        }
        if (took('.')) {
            digits();
        }
        if (took('e') || took('E')) {
            if (!took('+')) {
                took('-');
            }
            digits();
        }
        return Double.valueOf(text.substring(start, at));
    }

    private void digits() throws JsonException {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong("a value");
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) throws JsonException {
        if (!text.startsWith(word, at)) {
            throw wrong("a value");
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws JsonException {
        if (at >= text.length()) {
            throw wrong("more");
        }
        return text.charAt(at);
    }

    private boolean took(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) throws JsonException {
        if (!took(c)) {
            throw wrong("'" + c + "'");
        }
    }

    private JsonException wrong(String expected) {
        return new JsonException("malformed JSON at " + at + " (expected: " + expected + ")");
    }
}
