package io.mqttproxy.config;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code logging.traces}. */
final class TracesBinder {
    static final List<String> KEYS = List.of("endpoint", "sample", "headers", "caFile", "timeout");

    private static final PercentReader SAMPLE = new PercentReader(1, 100);
    private static final DurationReader TIMEOUT = new DurationReader(Duration.ofMillis(100), Duration.ofMinutes(1));

    /** Those that say how a request is carried, and what is in it. */
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final TextRule HEADER = new TextRule(
            TracesBinder::isFieldName, "a header that HTTP does not need for itself, such as authorization");

    private TracesBinder() {}

    static @Nullable TracesConfig bind(@Nullable Value value) {
        Mapping mapping = value == null ? null : value.mapping(KEYS);
        if (mapping == null) {
            return null;
        }
        URI endpoint = mapping.require("endpoint", new CollectorReader());
        int sample = mapping.read("sample", SAMPLE, TracesConfig.DEFAULT_SAMPLE);
        Map<String, Secret> headers = headers(mapping.get("headers"));
        FileRef caFile = caFile(mapping.get("caFile"), endpoint);
        Duration timeout = mapping.read("timeout", TIMEOUT, TracesConfig.DEFAULT_TIMEOUT);
        return endpoint == null ? null : new TracesConfig(endpoint, sample, headers, caFile, timeout);
    }

    private static Map<String, Secret> headers(@Nullable Value value) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        Set<String> names = new TreeSet<>();
        for (Value header : value == null ? List.<Value>of() : value.entries("header", HEADER)) {
            if (!names.add(header.name().toLowerCase(Locale.ROOT))) {
                header.report("the same header again (expected: each at most once, in any case of letters)");
            }
            Secret secret = SecretBinder.bind(header);
            if (secret != null) {
                headers.put(header.name(), secret);
            }
        }
        return headers;
    }

    /** Somebody who names a CA means to be sure. */
    private static @Nullable FileRef caFile(@Nullable Value value, @Nullable URI endpoint) {
        if (value == null) {
            return null;
        }
        if (endpoint != null && "http".equals(endpoint.getScheme())) {
            value.report("does nothing with http (expected: an endpoint with https, or no caFile)");
        }
        return FileRefReader.existing(value, FileRefReader.CERTIFICATES);
    }

    /** A token of RFC 9110, section 5.6.2. */
    private static boolean isFieldName(String text) {
        return text.chars().allMatch(TracesBinder::isTokenCharacter) && !OURS.contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean isTokenCharacter(int c) {
        boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
