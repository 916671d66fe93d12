package io.mqttproxy.config;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Traces of how connections are set up.
 *
 * @param endpoint a collector that takes OTLP over HTTP, {@code http} or {@code https}, with its path
 * @param sample how many of the connections, in percent, 1 to 100
 * @param headers of each request; field names of HTTP with secrets, in the order of the file
 * @param caFile who signs the collector's certificate; null = the CAs of the Java runtime
 * @param timeout for one request
 */
public record TracesConfig(
        URI endpoint,
        int sample,
        Map<String, Secret> headers,
        @Nullable FileRef caFile,
        Duration timeout) {

    static final int DEFAULT_SAMPLE = 10;
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** Copies the headers. */
    public TracesConfig {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
