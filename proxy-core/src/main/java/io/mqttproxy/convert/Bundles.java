package io.mqttproxy.convert;

import java.util.LinkedHashMap;
import java.util.Map;

/** The section {@code certificates}: a bundle for each {@code crt}, which has the key in the same file. */
final class Bundles {
    private final Map<String, String> names = new LinkedHashMap<>();

    /** The name of a file's bundle, made from the name of the file. */
    String add(String file) {
        String known = names.get(file);
        if (known != null) {
            return known;
        }
        String name = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.(pem|crt|cer)$", "");
        String unique = Names.unique(name, names.values());
        names.put(file, unique);
        return unique;
    }

    Map<String, Object> section() {
        Map<String, Object> section = new LinkedHashMap<>();
        names.forEach((file, name) -> {
            Map<String, Object> bundle = new LinkedHashMap<>();
            bundle.put("certFile", file);
            bundle.put("keyFile", file);
            section.put(name, bundle);
        });
        return section;
    }
}
