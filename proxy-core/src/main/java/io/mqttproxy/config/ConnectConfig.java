package io.mqttproxy.config;

import io.mqttproxy.identity.Template;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a client's CONNECT is changed before a backend sees it.
 *
 * @param username null = keep the client's
 * @param password null = nothing is said, which keeps the client's
 * @param clientId null = keep the client's
 * @param emptyClientId in place of an empty one; null = leave it to the backend, or to {@code clientId}
 * @param require what the client's own {@code clientId} and {@code username} (the keys) must be equal to
 * @param userProperties by name, added to MQTT 5 packets; the client's own of these names are dropped
 * @param bridges what becomes of them
 * @param versions of MQTT that clients may speak: 3 (MQTT 3.1), 4 (3.1.1) and 5
 */
public record ConnectConfig(
        @Nullable Template username,
        @Nullable PasswordSource password,
        @Nullable Template clientId,
        @Nullable Template emptyClientId,
        Map<String, Template> require,
        Map<String, Template> userProperties,
        Bridges bridges,
        Set<Integer> versions) {
    /** The protocol levels of all versions. */
    public static final Set<Integer> ALL_VERSIONS = Set.of(3, 4, 5);

    /** Everything stays as it is. */
    public static final ConnectConfig DEFAULTS = new ConnectConfig(null, null, null, Map.of(), Map.of(), Bridges.PASS);

    /** For clients of all versions, and without a word about empty client identifiers. */
    public ConnectConfig(
            @Nullable Template username,
            @Nullable PasswordSource password,
            @Nullable Template clientId,
            Map<String, Template> require,
            Map<String, Template> userProperties,
            Bridges bridges) {
        this(username, password, clientId, null, require, userProperties, bridges, ALL_VERSIONS);
    }
}
