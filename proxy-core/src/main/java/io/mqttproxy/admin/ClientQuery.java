package io.mqttproxy.admin;

import io.mqttproxy.routing.RouteKey;
import io.netty.util.NetUtil;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what somebody says of a client that he asks about: the parameters of {@code /api/v1/explain}. */
public final class ClientQuery {

    /** The parameters. */
    public static final List<String> NAMES = List.of(
            "clientId",
            "listener",
            "sni",
            "alpn",
            "username",
            "identity",
            "issuer",
            "mqttVersion",
            "source",
            "keepAlive");

    private static final Map<String, Integer> VERSIONS = Map.of("3.1", 3, "3.1.1", 4, "5", 5);
    private static final int USUAL_KEEP_ALIVE = 60;
    private static final int MOST_SECONDS = 65_535;

    private final Map<String, List<String>> values;

    private ClientQuery(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * The client. What is not said of it, it has not; but for the listener, which is then the first one, MQTT 5, the source
     * 127.0.0.1 and a Keep Alive of 60 s.
     *
     * @param values by name, each once
     * @param listeners the names that there are
     * @throws IllegalArgumentException naming the parameter, its value and what was expected
     */
    public static RouteKey parse(Map<String, List<String>> values, List<String> listeners) {
        ClientQuery query = new ClientQuery(values);
        values.keySet().forEach(ClientQuery::requireKnown);
        @Nullable String clientId = query.text("clientId");
        if (clientId == null) {
            throw new IllegalArgumentException("clientId: missing (expected: the client identifier)");
        }
        return new RouteKey(
                query.listener(listeners),
                query.text("sni"),
                query.text("alpn"),
                clientId,
                query.text("username"),
                query.text("identity"),
                query.text("issuer"),
                query.version(),
                query.source(),
                query.keepAlive());
    }

    private static void requireKnown(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(name + ": unknown (expected: one of " + String.join(", ", NAMES) + ")");
        }
    }

    private @Nullable String text(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        if (all.size() > 1) {
            throw new IllegalArgumentException(name + ": " + all.size() + " times (expected: once)");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    private String listener(List<String> listeners) {
        @Nullable String name = text("listener");
        if (name == null) {
            return listeners.get(0);
        }
        if (!listeners.contains(name)) {
            throw wrong("listener", name, "one of " + String.join(", ", listeners));
        }
        return name;
    }

    private int version() {
        String text = text("mqttVersion");
        Integer level = VERSIONS.get(text == null ? "5" : text);
        if (level == null) {
            throw wrong("mqttVersion", String.valueOf(text), "3.1, 3.1.1 or 5");
        }
        return level;
    }

    private String source() {
        @Nullable String text = text("source");
        if (text != null && !NetUtil.isValidIpV4Address(text) && !NetUtil.isValidIpV6Address(text)) {
            throw wrong("source", text, "an IP address");
        }
        return text == null ? "127.0.0.1" : text;
    }

    private int keepAlive() {
        @Nullable String text = text("keepAlive");
        if (text == null) {
            return USUAL_KEEP_ALIVE;
        }
        int seconds = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
        if (seconds > MOST_SECONDS) {
            throw wrong("keepAlive", text, "0 to 65535, in seconds");
        }
        return seconds;
    }

    private static IllegalArgumentException wrong(String name, String value, String expected) {
        return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
}
