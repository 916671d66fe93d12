package io.mqttproxy.convert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes listeners of the {@code bind} lines of a {@code frontend} or {@code listen} section. Used for one section. */
final class FrontendConverter {
    private static final int MOST_CONNECTIONS = 10_000_000;
    private static final int USUAL_CONNECTIONS = 100_000;

    private final HaproxySection section;
    private final Globals globals;
    private final Bundles bundles;
    private final List<Note> notes;

    FrontendConverter(HaproxySection section, Globals globals, Bundles bundles, List<Note> notes) {
        this.section = section;
        this.globals = globals;
        this.bundles = bundles;
        this.notes = notes;
    }

    /** The listeners, one for each address. */
    List<Map<String, Object>> convert() {
        List<Map<String, Object>> listeners = new ArrayList<>();
        for (HaproxyLine line : section.lines()) {
            if (!line.first().equals("bind")) {
                continue;
            }
            BindConverter bind = new BindConverter(line, globals, bundles, notes);
            Map<String, Object> listener = bind.convert();
            if (!listener.isEmpty()) {
                listener.put("limits", limits(bind.maxconn()));
                Map<String, Object> timeouts = timeouts();
                if (!timeouts.isEmpty()) {
                    listener.put("timeouts", timeouts);
                }
                listeners.add(listener);
            }
        }
        return listeners;
    }

    /** HAProxy knows no limit for each source and none on new connections unless it is told. */
    private Map<String, Object> limits(String ofBind) {
        Map<String, Object> limits = new LinkedHashMap<>();
        String most = ofBind.isEmpty() ? last("maxconn", 1) : ofBind;
        int connections =
                most.matches("[1-9]\\d{0,7}") ? Math.min(MOST_CONNECTIONS, Integer.parseInt(most)) : USUAL_CONNECTIONS;
        limits.put("connections", connections);
        limits.put("perSource", connections);
        String rate = section.all().stream()
                .filter(line -> line.startsWith("rate-limit", "sessions"))
                .reduce((first, second) -> second)
                .map(line -> line.word(2))
                .orElse("");
        limits.put("handshakes", rate.matches("[1-9]\\d{0,5}") ? rate + "/s" : "off");
        return limits;
    }

    private Map<String, Object> timeouts() {
        Map<String, Object> timeouts = new LinkedHashMap<>();
        timeout("client-hs").ifPresent(time -> timeouts.put("handshake", time));
        time(last("tcp-request", "inspect-delay")).ifPresent(time -> timeouts.put("connect", time));
        timeout("connect").ifPresent(time -> timeouts.put("backend", time));
        return timeouts;
    }

    private Optional<String> timeout(String name) {
        return time(last("timeout", name));
    }

    private static Optional<String> time(String text) {
        return HaproxyTime.convert(text, Duration.ofMillis(1), Duration.ofHours(1));
    }

    private String last(String directive, String name) {
        return section.all().stream()
                .filter(line -> line.startsWith(directive, name))
                .reduce((first, second) -> second)
                .map(line -> line.word(2))
                .orElse("");
    }

    private String last(String directive, int word) {
        return section.all().stream()
                .filter(line -> line.first().equals(directive))
                .reduce((first, second) -> second)
                .map(line -> line.word(word))
                .orElse("");
    }
}
