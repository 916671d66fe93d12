package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * Which clients go to which cluster. A condition that is null holds for every client; in texts {@code *} stands for any
 * characters.
 *
 * @param sni in lower case
 * @param mqttVersion 3 (MQTT 3.1), 4 (3.1.1) or 5
 * @param source a network with its prefix length, such as {@code 10.0.0.0/8}
 * @param to a key of {@link ProxyConfig#clusters()}
 * @param at where the route stands
 */
public record RouteConfig(
        @Nullable String listener,
        @Nullable String sni,
        @Nullable String clientId,
        @Nullable String username,
        @Nullable String identity,
        @Nullable Integer mqttVersion,
        @Nullable String source,
        String to,
        Source at) {
    /** A route for every client. */
    static RouteConfig everyone(String to, Source at) {
        return new RouteConfig(null, null, null, null, null, null, null, to, at);
    }

    /** Whether no client gets past this route. A client always has a listener and a client identifier. */
    boolean catchesAll() {
        return (listener == null || listener.equals("*")) && catchesAllOfItsListeners();
    }

    /** Whether no client of the listeners that are meant gets past this route. */
    boolean catchesAllOfItsListeners() {
        return (clientId == null || clientId.equals("*"))
                && sni == null
                && username == null
                && identity == null
                && mqttVersion == null
                && source == null;
    }

    /** Whether the conditions are the same, wherever they lead. */
    boolean sameConditions(RouteConfig other) {
        return equals(new RouteConfig(
                other.listener,
                other.sni,
                other.clientId,
                other.username,
                other.identity,
                other.mqttVersion,
                other.source,
                to,
                at));
    }
}
