package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which clients a command means; those with all of the properties that are given. */
final class ClientOptions {

    /** By the names that the admin port has for them. */
    private final Map<String, String> asked = new LinkedHashMap<>();

    @Option(names = "--client-id", paramLabel = "TEXT", description = "the client identifier as the client sends it")
    void clientId(@Nullable String value) {
        say("clientId", value);
    }

    @Option(names = "--identity", paramLabel = "TEXT", description = "what the listener's identity rule makes of it")
    void identity(@Nullable String value) {
        say("identity", value);
    }

    @Option(names = "--address", paramLabel = "BLOCK", description = "where it connects from, such as 192.0.2.0/24")
    void address(@Nullable String value) {
        say("address", value);
    }

    void say(String name, @Nullable String value) {
        if (value != null) {
            asked.put(name, value);
        }
    }

    /** Behind a question mark; empty when nothing was said. */
    String query() {
        return asked.isEmpty()
                ? ""
                : asked.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + AdminClient.escaped(entry.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /** In the body of a change. */
    ChangeOptions body() {
        ChangeOptions options = new ChangeOptions();
        asked.forEach(options::with);
        return options;
    }
}
