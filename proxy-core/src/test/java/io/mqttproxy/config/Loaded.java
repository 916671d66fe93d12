package io.mqttproxy.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Configurations out of text, as if it stood in {@code proxy.yaml}. */
final class Loaded {
    static final Map<String, String> ENVIRONMENT = Map.of("PORT", "1883", "WORD", "abc", "EMPTY", "", "TENANT", "acme");

    /** The smallest configuration that there is. */
    static final String MINIMAL = """
            listeners:
              mqtt:
                bind: 127.0.0.1:1884
            clusters:
              brokers:
                backends: [127.0.0.1:1883]
            """;

    private Loaded() {}

    static ProxyConfig from(String yaml) throws ConfigException {
        return from(yaml.getBytes(StandardCharsets.UTF_8));
    }

    static ProxyConfig from(byte[] yaml) throws ConfigException {
        return new ConfigLoader(ENVIRONMENT, new PretendedFiles()).parse(yaml, Path.of("proxy.yaml"));
    }

    /** One line for each problem; empty when there is none. */
    static List<String> problems(byte[] yaml) {
        try {
            from(yaml);
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }

    static List<String> problems(String yaml) {
        return problems(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
