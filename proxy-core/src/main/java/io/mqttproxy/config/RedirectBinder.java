package io.mqttproxy.config;

import io.mqttproxy.config.RedirectConfig.Mode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a cluster's key {@code redirect}: a mode alone, or a mapping. */
final class RedirectBinder {
    static final List<String> KEYS = List.of("mode", "names");

    private static final Choice<Mode> MODES = Choice.of(Mode.values(), Mode::configName);
    private static final ModeAlone MODE_ALONE = new ModeAlone();
    private static final ReferenceReader REFERENCE = new ReferenceReader();

    private RedirectBinder() {}

    static RedirectConfig bind(@Nullable Value value) {
        if (value == null) {
            return RedirectConfig.DEFAULTS;
        }
        if (value.isText()) {
            Mode mode = value.read(MODE_ALONE);
            return mode == null ? RedirectConfig.DEFAULTS : new RedirectConfig(mode, Map.of());
        }
        Mapping mapping = value.mapping(KEYS);
        return mapping == null ? RedirectConfig.DEFAULTS : mapping(mapping);
    }

    private static RedirectConfig mapping(Mapping mapping) {
        Mode mode = mapping.require("mode", MODES);
        Value names = mode == Mode.REWRITE
                ? mapping.require("names", "a mapping from references of brokers to public ones")
                : mapping.get("names");
        if (names != null && mode != null && mode != Mode.REWRITE) {
            names.reading()
                    .problems()
                    .add(
                            names.key(),
                            "does nothing with mode " + mode.configName() + " (expected: mode rewrite, or no names)");
        }
        return mode == null || names == null
                ? new RedirectConfig(mode == null ? Mode.PASS : mode, Map.of())
                : new RedirectConfig(mode, names(names));
    }

    private static Map<String, String> names(Value value) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Value entry : value.entries("reference", REFERENCE)) {
            String name = entry.read(REFERENCE);
            if (name != null) {
                names.put(entry.name(), name);
            }
        }
        return names;
    }

    /** One that needs nothing beside it. */
    private static final class ModeAlone implements TextReader<Mode> {
        private static final Choice<Mode> WORDS =
                Choice.of(new Mode[] {Mode.PASS, Mode.STRIP, Mode.FOLLOW}, Mode::configName);

        @Override
        public Mode read(String text) throws BadValue {
            if (text.equals(Mode.REWRITE.configName())) {
                throw BadValue.because("rewrite without names", "{mode: rewrite, names: {...}}");
            }
            return WORDS.read(text);
        }

        @Override
        public String expected() {
            return WORDS.expected() + ", or a mapping with mode";
        }
    }

    /** One Server Reference; several stand in one property with a blank between them (MQTT 5 section 4.13). */
    private static final class ReferenceReader implements TextReader<String> {
        private static final int LONGEST = 255;

        @Override
        public String read(String text) throws BadValue {
            if (text.isEmpty() || text.length() > LONGEST || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
                throw BadValue.plain();
            }
            return text;
        }

        @Override
        public String expected() {
            return "host or host:port, without blanks";
        }
    }
}
