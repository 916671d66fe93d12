package io.mqttproxy.trace;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A collector of OpenTelemetry.
 *
 * @param endpoint takes OTLP over HTTP; {@code http} or {@code https}, with its path
 * @param headers for each request, such as a token; never shown
 * @param tls whom to believe with {@code https}; null = the CAs of the Java runtime
 * @param timeout for one request, from connecting to the last byte of the answer
 */
public record Collector(
        URI endpoint, Map<String, String> headers, @Nullable SSLContext tls, Duration timeout) {

    /** Copies the headers. */
    public Collector {
        headers = Map.copyOf(headers);
    }

    /** The endpoint alone. */
    @Override
    public String toString() {
        return endpoint.toString();
    }
}
