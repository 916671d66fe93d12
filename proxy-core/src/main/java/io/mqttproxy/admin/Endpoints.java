package io.mqttproxy.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Functions by path; a path may have one part <code>{name}</code>, which stands for any text without a slash. */
final class Endpoints {

    private static final String NAME = "{name}";

    private final Map<String, Function<AdminApi.Request, CompletionStage<AdminAnswer>>> byPath = new TreeMap<>();

    /** One that answers at once. */
    void add(String path, Function<AdminApi.Request, AdminAnswer> endpoint) {
        addSlow(path, request -> CompletableFuture.completedFuture(endpoint.apply(request)));
    }

    /** One that answers later, on any thread. */
    void addSlow(String path, Function<AdminApi.Request, CompletionStage<AdminAnswer>> endpoint) {
        byPath.put(path, endpoint);
    }

    /** All paths, in alphabetical order. */
    Set<String> paths() {
        return byPath.keySet();
    }

    /**
     * What is behind a path, or null.
     *
     * @param rawPath as it came, with its escapes
     */
    @Nullable Function<AdminApi.Request, CompletionStage<AdminAnswer>> find(String rawPath) {
        @Nullable Function<AdminApi.Request, CompletionStage<AdminAnswer>> exact = byPath.get(rawPath);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, Function<AdminApi.Request, CompletionStage<AdminAnswer>>> entry : byPath.entrySet()) {
            @Nullable String name = name(entry.getKey(), rawPath);
            if (name != null) {
                return request -> entry.getValue().apply(request.named(name));
            }
        }
        return null;
    }

    private static @Nullable String name(String template, String rawPath) {
        int at = template.indexOf(NAME);
        if (at < 0 || !rawPath.startsWith(template.substring(0, at))) {
            return null;
        }
        String behind = template.substring(at + NAME.length());
        int end = rawPath.length() - behind.length();
        if (end <= at || !rawPath.endsWith(behind)) {
            return null;
        }
        String name = rawPath.substring(at, end);
        return name.indexOf('/') < 0 ? decoded(name) : null;
    }

    /** In a path, unlike in a query, a plus is a plus (RFC 3986 section 2.2). */
    private static @Nullable String decoded(String name) {
        try {
            return QueryStringDecoder.decodeComponent(name.replace("+", "%2B"));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
