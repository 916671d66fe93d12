package io.mqttproxy.admin;

import io.mqttproxy.admin.BundleControl.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of an upload. Its messages never show a value: it may be a key. */
final class BundleBody {

    private static final String CERTIFICATE = "certificate";
    private static final String KEY = "key";
    private static final String PASSWORD = "keyPassword";
    private static final String SNI = "sni";
    private static final String LISTENERS = "listeners";
    private static final List<String> KNOWN = List.of(CERTIFICATE, KEY, PASSWORD, SNI, LISTENERS);

    private final Map<String, @Nullable Object> members;

    private BundleBody(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /**
     * What is in it.
     *
     * @throws ApiException naming the member that is wrong and what was expected
     */
    static Upload parse(String body) throws ApiException {
        @Nullable Map<String, @Nullable Object> members = RequestBody.members(body);
        if (members == null) {
            throw ApiException.badRequest("a body that is not understood (expected: a JSON object with "
                    + CERTIFICATE + " and " + KEY + ", and if wanted " + PASSWORD + ", " + SNI + " and " + LISTENERS
                    + ")");
        }
        for (String name : members.keySet()) {
            if (!KNOWN.contains(name)) {
                throw ApiException.badRequest(
                        JsonText.quote(name) + ": unknown (expected: one of " + String.join(", ", KNOWN) + ")");
            }
        }
        BundleBody parsed = new BundleBody(members);
        return new Upload(
                parsed.require(CERTIFICATE, "the certificate and its intermediates as PEM"),
                parsed.require(KEY, "the private key as PEM"),
                parsed.text(PASSWORD, "the password of the key"),
                parsed.texts(SNI, "a list of server names"),
                parsed.texts(LISTENERS, "a list of listeners' names"));
    }

    private String require(String name, String expected) throws ApiException {
        @Nullable String text = text(name, expected);
        if (text == null || text.isBlank()) {
            throw ApiException.badRequest(name + ": missing (expected: " + expected + ")");
        }
        return text;
    }

    private @Nullable String text(String name, String expected) throws ApiException {
        @Nullable Object value = members.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw ApiException.badRequest(name + ": not a text (expected: " + expected + ")");
    }

    private @Nullable List<String> texts(String name, String expected) throws ApiException {
        @Nullable Object value = members.get(name);
        if (value == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof String text) {
                    texts.add(text);
                }
            }
            if (texts.size() == list.size()) {
                return texts;
            }
        }
        throw ApiException.badRequest(name + ": not a list of texts (expected: " + expected + ")");
    }
}
