package io.mqttproxy.config;

import io.mqttproxy.identity.Template;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a client's CONNECT is changed before a backend sees it.
 *
 * @param username null = keep the client's
 * @param password null = nothing is said, which keeps the client's
 * @param clientId null = keep the client's
 * @param require what the client's own {@code clientId} and {@code username} (the keys) must be equal to
 * @param userProperties by name, added to MQTT 5 packets; the client's own of these names are dropped
 */
public record ConnectConfig(
        @Nullable Template username,
        @Nullable PasswordSource password,
        @Nullable Template clientId,
        Map<String, Template> require,
        Map<String, Template> userProperties,
        Bridges bridges) {
    /** Everything stays as it is. */
    public static final ConnectConfig DEFAULTS = new ConnectConfig(null, null, null, Map.of(), Map.of(), Bridges.PASS);
}
