package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/** What a probe of a backend asks for. */
public sealed interface HealthCheck {

    /** A TCP connection, on which nothing is sent. */
    record Tcp() implements HealthCheck {}

    /**
     * A CONNECT that is accepted.
     *
     * @param account null = no user name
     * @param clientId what client identifiers begin with; something else follows each time
     * @param verified whether the PROXY header says that the probe came with a verified certificate
     */
    record Mqtt(@Nullable Account account, String clientId, boolean verified) implements HealthCheck {}

    /**
     * A GET of a broker's own endpoint.
     *
     * @param account for basic authentication; null = none
     * @param port 1 to 65535, on the backend's host
     * @param path with a slash in front, and a query where there is one
     * @param expect the status codes of a broker that is well
     */
    record Http(@Nullable Account account, int port, String path, StatusCodes expect) implements HealthCheck {}

    /**
     * Who asks.
     *
     * @param username not empty
     */
    record Account(String username, Secret password) {}

    /**
     * Status codes of HTTP, both bounds included.
     *
     * @param smallest at least 100
     * @param largest at most 599
     */
    record StatusCodes(int smallest, int largest) {
        /** Every success (RFC 9110 section 15.3). */
        public static final StatusCodes SUCCESS = new StatusCodes(200, 299);

        /** Whether this code is one of them. */
        public boolean contains(int code) {
            return code >= smallest && code <= largest;
        }
    }

    /** Who asks; null when the probe needs no account. */
    default @Nullable Account login() {
        if (this instanceof Mqtt mqtt) {
            return mqtt.account();
        }
        return this instanceof Http http ? http.account() : null;
    }
}
