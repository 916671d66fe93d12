package io.mqttproxy.relay;

import io.mqttproxy.routing.Cidr;
import java.util.Arrays;
import java.util.Optional;

/** By what a client can be banned. */
public enum BannedBy {
    /** The client identifier as the client sends it. */
    CLIENT_ID("clientId"),
    /** The value of the listener's identity rule. */
    IDENTITY("identity"),
    /** The address that the client connects from, or a block of addresses. */
    ADDRESS("address");

    private final String word;

    BannedBy(String word) {
        this.word = word;
    }

    /** The name for people and tools. */
    public String word() {
        return word;
    }

    /** The one of this name. */
    public static Optional<BannedBy> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /**
     * The one way to write a value.
     *
     * @throws IllegalArgumentException when it is no value of this kind; says what was expected
     */
    String normalize(String value) {
        return this == ADDRESS ? Cidr.parse(value).toString() : value;
    }

    /** Which live connections a ban means. */
    SessionFilter filter(String value) {
        return switch (this) {
            case CLIENT_ID -> new SessionFilter(null, value::equals, null, null, null, null);
            case IDENTITY -> new SessionFilter(null, null, value::equals, null, null, null);
            case ADDRESS -> new SessionFilter(null, null, null, Cidr.parse(value), null, null);
        };
    }
}
