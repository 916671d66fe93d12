package io.mqttproxy.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a query or the members of a body, each at most once and none that is unknown. */
final class QueryTexts {

    private QueryTexts() {}

    /**
     * The parameters behind a path.
     *
     * @throws ApiException naming the parameter and what was expected
     */
    static Map<String, String> ofQuery(Map<String, List<String>> query, List<String> known) throws ApiException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
            String name = parameter.getKey();
            if (!known.contains(name)) {
                throw unknown(name, known);
            }
            if (parameter.getValue().size() != 1) {
                throw ApiException.badRequest(name + ": " + parameter.getValue().size() + " times (expected: once)");
            }
            texts.put(name, parameter.getValue().get(0));
        }
        return texts;
    }

    /**
     * The members of a JSON object.
     *
     * @throws ApiException naming the member and what was expected
     */
    static Map<String, String> ofBody(String body, List<String> known) throws ApiException {
        Map<String, String> texts = RequestBody.texts(body);
        if (texts == null) {
            throw ApiException.badRequest("a body that is not understood (expected: a JSON object with texts, of "
                    + String.join(", ", known) + ")");
        }
        for (String name : texts.keySet()) {
            if (!known.contains(name)) {
                throw unknown(name, known);
            }
        }
        return texts;
    }

    private static ApiException unknown(String name, List<String> known) {
        return ApiException.badRequest(name + ": unknown (expected: one of " + String.join(", ", known) + ")");
    }
}
