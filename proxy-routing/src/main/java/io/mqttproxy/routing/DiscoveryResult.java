package io.mqttproxy.routing;

/** How a look for backends ended. */
public enum DiscoveryResult {
    /** With at least one backend. */
    OK,
    /** The name does not exist. */
    NOT_FOUND,
    /** The name exists, and there is no backend behind it. */
    EMPTY,
    /** Who was asked did not want to, or could not, such as SERVFAIL in DNS. */
    REFUSED,
    /** There was no answer in time. */
    TIMEOUT,
    /** There was an answer that cannot be used: cut off, malformed, too large. */
    INVALID,
    /** Anything else, such as no network. */
    ERROR
}
