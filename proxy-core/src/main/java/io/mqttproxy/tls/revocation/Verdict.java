package io.mqttproxy.tls.revocation;

/**
 * What is known about the revocation of a path.
 *
 * @param status the answer
 * @param detail why, for a log; empty when the path is good
 */
public record Verdict(Status status, String detail) {

    /** Nothing speaks against the path. */
    public static final Verdict GOOD = new Verdict(Status.GOOD, "");

    /** The answers there are. */
    public enum Status {
        /** Nothing speaks against the path. */
        GOOD,
        /** A certificate of the path is revoked, or on hold. */
        REVOKED,
        /** There is no answer, and the configuration wants one: the path must not be believed. */
        UNKNOWN
    }

    static Verdict revoked(String detail) {
        return new Verdict(Status.REVOKED, detail);
    }

    static Verdict unknown(String detail) {
        return new Verdict(Status.UNKNOWN, detail);
    }
}
