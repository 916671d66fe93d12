package io.mqttproxy.routing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client is recognised by when it is to get the same backend, or the same share of a route, again: the first of
 * these texts that is not empty. Behind those that are listed always come the identity and then the source address, so that
 * clients without the wanted text do not all fall on one backend. Immutable.
 *
 * @param parts in order; at least one
 */
public record HashKey(List<Part> parts) {

    /** The client identifier. */
    public static final HashKey CLIENT_ID = new HashKey(List.of(Part.CLIENT_ID));

    /** A text that may tell clients apart. */
    public enum Part {
        /** The MQTT client identifier that the backend will see. */
        CLIENT_ID("clientId"),
        /** The verified identity. */
        IDENTITY("identity"),
        /** The MQTT user name that the backend will see. */
        USERNAME("username"),
        /** The IP address. */
        SOURCE("source");

        private final String configName;

        Part(String configName) {
            this.configName = configName;
        }

        /** The word in the configuration. */
        public String configName() {
            return configName;
        }

        private String of(RouteKey key) {
            return switch (this) {
                case CLIENT_ID -> key.clientId();
                case IDENTITY -> orEmpty(key.identity());
                case USERNAME -> orEmpty(key.username());
                case SOURCE -> key.source();
            };
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }
    }

    /**
     * Adds identity and source.
     *
     * @throws IllegalArgumentException when there is no part
     */
    public HashKey {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "key: none (expected: at least one of clientId, identity, username, source)");
        }
        List<Part> all = new ArrayList<>(parts);
        for (Part part : List.of(Part.IDENTITY, Part.SOURCE)) {
            if (!all.contains(part)) {
                all.add(part);
            }
        }
        parts = List.copyOf(all);
    }

    /** The text; empty only when the source is. Allocates nothing. */
    public String of(RouteKey key) {
        String text = "";
        for (int i = 0; i < parts.size() && text.isEmpty(); i++) {
            text = parts.get(i).of(key);
        }
        return text;
    }
}
