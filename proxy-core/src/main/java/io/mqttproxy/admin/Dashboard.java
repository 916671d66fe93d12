package io.mqttproxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * The page at {@code /}: one file without anything from outside. It runs the one script and the one style sheet that are in
 * it, by their hashes (CSP level 3), so that nothing a client says of itself can ever become a script.
 */
final class Dashboard {

    private static final String FILE = "dashboard.html";

    private final AdminAnswer page;

    /** Reads it from the class path; blocks. */
    Dashboard() {
        String html = Resource.text(FILE);
        String policy = "default-src 'none'; script-src '" + hash(html, "script") + "'; style-src '"
                + hash(html, "style") + "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'";
        page = new AdminAnswer(
                HttpResponseStatus.OK,
                "text/html; charset=utf-8",
                html,
                Map.of(
                        "content-security-policy", policy,
                        "referrer-policy", "no-referrer",
                        "cross-origin-opener-policy", "same-origin"));
    }

    AdminAnswer page() {
        return page;
    }

    /** Of what stands between the tags, as it stands there. */
    private static String hash(String html, String element) {
        String start = "<" + element + ">";
        int from = html.indexOf(start) + start.length();
        int to = html.indexOf("</" + element + ">", from);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(html.substring(from, to).getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
