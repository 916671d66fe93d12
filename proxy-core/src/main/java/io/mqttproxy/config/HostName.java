package io.mqttproxy.config;

/** The rule for host names: RFC 1123 section 2.1, and underscores because container networks use them. */
final class HostName {
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    private HostName() {}

    /** Whether this is a name, not an address and without a dot at the end. */
    static boolean valid(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NAME) {
            return false;
        }
        String[] labels = text.split("\\.", -1);
        for (String label : labels) {
            if (!validLabel(label)) {
                return false;
            }
        }
        // A last label of digits only would be a mistyped address.
        return !labels[labels.length - 1].chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean validLabel(String label) {
        return !label.isEmpty()
                && label.length() <= LONGEST_LABEL
                && label.charAt(0) != '-'
                && label.charAt(label.length() - 1) != '-'
                && label.chars().allMatch(HostName::validCharacter);
    }

    private static boolean validCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
