package io.mqttproxy.identity;

/**
 * What a text out of a certificate must not be like where a broker may take it for the name of a user: in a user name or client
 * id, and in the fields of a PROXY header.
 */
public enum NameRule {
    /** Nothing that means something to access rules. */
    PLAIN,
    /** Wildcards of topics stand for themselves: the operator says that this broker's rules know none. */
    WITH_WILDCARDS;

    /**
     * Refuses a space at either end and, unless they are allowed, {@code +} and {@code #} anywhere and {@code $} at the start:
     * a user named {@code #} once matched the access rules of everybody (CVE-2017-7650).
     *
     * @param name what the text is, for the message
     * @return the same text
     * @throws IdentityException when the text breaks the rule
     */
    public String require(String name, String text) throws IdentityException {
        refuseSpaceAtEnds(name, text);
        if (this == PLAIN && (text.indexOf('+') >= 0 || text.indexOf('#') >= 0 || text.startsWith("$"))) {
            throw new IdentityException(
                    name + ": " + Printable.of(text) + " (expected: neither + nor #, and no $ at the start)");
        }
        return text;
    }

    /** Who compares names as LDAP does (RFC 4518 section 2.6.1), or trims them, would take it for another one. */
    private static void refuseSpaceAtEnds(String name, String text) throws IdentityException {
        if (text.startsWith(" ") || text.endsWith(" ")) {
            throw new IdentityException(name + ": " + Printable.of(text) + " with a space at the "
                    + (text.startsWith(" ") ? "start" : "end") + " (expected: none there)");
        }
    }
}
