package io.mqttproxy.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists of words that TLS sections of both sides have. */
final class TlsWords {
    static final List<String> DEFAULT_VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private static final Choice<String> VERSION = Choice.of("TLSv1.3", "TLSv1.2");
    private static final TextRule CIPHER_SUITE = new TextRule(
            text -> text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-'),
            "a cipher suite such as TLS_AES_128_GCM_SHA256");

    private TlsWords() {}

    static List<String> versions(Mapping mapping) {
        return read(mapping.get("versions"), VERSION, DEFAULT_VERSIONS, "version");
    }

    /** May be empty, which leaves the choice to the engine. */
    static List<String> cipherSuites(Mapping mapping) {
        Value suites = mapping.get("cipherSuites");
        return suites == null ? List.of() : read(suites.listOrEmpty("cipher suites"), CIPHER_SUITE);
    }

    static List<String> read(@Nullable Value value, TextReader<String> reader, List<String> otherwise, String what) {
        return value == null ? otherwise : read(value.list(what), reader);
    }

    /** Each at most once. */
    static List<String> read(List<Value> values, TextReader<String> reader) {
        Set<String> words = new LinkedHashSet<>();
        for (Value value : values) {
            String word = value.read(reader);
            if (word != null && !words.add(word)) {
                value.reportUnexpected("each at most once");
            }
        }
        return List.copyOf(words);
    }
}
