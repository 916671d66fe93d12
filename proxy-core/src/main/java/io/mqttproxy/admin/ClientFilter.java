package io.mqttproxy.admin;

import io.mqttproxy.routing.Cidr;
import io.mqttproxy.routing.Glob;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which connections are meant: those with all of the given properties. Null asks for nothing.
 *
 * @param id the connection's id
 * @param clientId the client identifier as the client sent it
 * @param identity what the listener's identity rule made of the client
 * @param address where the client connected from
 * @param backend the name of its backend
 * @param listener the name of its listener
 */
public record ClientFilter(
        @Nullable String id,
        @Nullable Glob clientId,
        @Nullable Glob identity,
        @Nullable Cidr address,
        @Nullable String backend,
        @Nullable String listener) {

    /** The names of the properties. */
    static final List<String> NAMES = List.of("id", "clientId", "identity", "address", "backend", "listener");

    /**
     * In characters. A pattern is tried on the name of every connection, which takes time in proportion to the lengths of both.
     */
    static final int LONGEST_PATTERN = 256;

    /**
     * Reads it; other members are ignored.
     *
     * @throws ApiException when the address is none, or a pattern is too long
     */
    static ClientFilter parse(Map<String, String> texts) throws ApiException {
        return new ClientFilter(
                texts.get("id"),
                glob("clientId", texts.get("clientId")),
                glob("identity", texts.get("identity")),
                cidr(texts.get("address")),
                texts.get("backend"),
                texts.get("listener"));
    }

    /** Whether every connection is meant. */
    boolean isEmpty() {
        return Stream.of(id, clientId, identity, address, backend, listener).allMatch(part -> part == null);
    }

    private static @Nullable Glob glob(String name, @Nullable String text) throws ApiException {
        if (text != null && text.length() > LONGEST_PATTERN) {
            throw ApiException.badRequest(name + ": " + text.length() + " characters (expected: at most "
                    + LONGEST_PATTERN + "; * stands for the rest of a longer name)");
        }
        return text == null ? null : new Glob(text);
    }

    private static @Nullable Cidr cidr(@Nullable String text) throws ApiException {
        try {
            return text == null ? null : Cidr.parse(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("address: " + e.getMessage());
        }
    }
}
