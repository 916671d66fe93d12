package io.mqttproxy.identity;

/** Characters that turn a name into a topic pattern when a broker puts it into an access rule. */
public final class MqttWildcards {
    private MqttWildcards() {}

    /**
     * Refuses {@code +} and {@code #} anywhere and {@code $} at the start: a user named {@code #} once matched the access
     * rules of everybody (CVE-2017-7650).
     *
     * @param name what the text is, for the message
     * @throws IdentityException when the text contains one
     */
    public static void refuse(String name, String text) throws IdentityException {
        if (text.indexOf('+') >= 0 || text.indexOf('#') >= 0 || text.startsWith("$")) {
            throw new IdentityException(
                    name + ": " + Printable.of(text) + " (expected: neither + nor #, and no $ at the start)");
        }
    }
}
