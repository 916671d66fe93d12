package io.mqttproxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * {@code /api/v1/revocations}, {@code /api/v1/revoke} and {@code /api/v1/restore}.
 *
 * <p>A request names one property of a certificate: <code>{"serial": "0a1b"}</code>. JSON is read as the YAML that it is, by
 * the safe constructor, which makes nothing but texts, numbers, lists and maps.
 */
final class RevocationApi {

    private final RevocationView view;

    RevocationApi(RevocationView view) {
        this.view = view;
    }

    AdminAnswer list() {
        StringJoiner properties = new StringJoiner(",", "{", "}\n");
        view.list().forEach((property, values) -> {
            StringJoiner list = new StringJoiner(",", "\"" + property + "\":[", "]");
            values.forEach(value -> list.add(JsonText.quote(value)));
            properties.add(list.toString());
        });
        return AdminAnswer.json(HttpResponseStatus.OK, properties.toString());
    }

    AdminAnswer revoke(String body) {
        Map.@Nullable Entry<String, String> named = named(body);
        if (named == null) {
            return malformed();
        }
        int ending = view.revoke(named.getKey(), named.getValue());
        return AdminAnswer.json(HttpResponseStatus.OK, "{\"revoked\":true,\"ending\":" + ending + "}\n");
    }

    AdminAnswer restore(String body) {
        Map.@Nullable Entry<String, String> named = named(body);
        if (named == null) {
            return malformed();
        }
        boolean restored = view.restore(named.getKey(), named.getValue());
        return AdminAnswer.json(HttpResponseStatus.OK, "{\"restored\":" + restored + "}\n");
    }

    private AdminAnswer malformed() {
        return AdminAnswer.error(
                HttpResponseStatus.BAD_REQUEST,
                "the body names no property (expected: a JSON object with one text, its key one of "
                        + String.join(", ", view.list().keySet()) + ")");
    }

    private Map.@Nullable Entry<String, String> named(String body) {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(0);
            Object parsed = new Yaml(new SafeConstructor(options)).load(body);
            return parsed instanceof Map<?, ?> map && map.size() == 1
                    ? named(map.entrySet().iterator().next())
                    : null;
        } catch (YAMLException e) {
            return null;
        }
    }

    private Map.@Nullable Entry<String, String> named(Map.Entry<?, ?> entry) {
        return entry.getKey() instanceof String property
                        && entry.getValue() instanceof String value
                        && !value.isEmpty()
                        && view.list().containsKey(property)
                ? Map.entry(property, value)
                : null;
    }
}
