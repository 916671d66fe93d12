package io.mqttproxy.config;

/** Text in which {@code *} stands for any characters, also none. */
final class Glob {
    private Glob() {}

    /** Whether a whole text matches; linear for one star, and bounded by the product of the lengths for more. */
    static boolean matches(String glob, String text) {
        int star = -1;
        int retry = 0;
        int g = 0;
        int t = 0;
        while (t < text.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                retry = t;
            } else if (g < glob.length() && glob.charAt(g) == text.charAt(t)) {
                g++;
                t++;
            } else if (star >= 0) {
                g = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
