package io.mqttproxy.config;

import io.mqttproxy.identity.NearestName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that certificates may be referred to by.
 *
 * @param names the names under {@code certificates}, whether or not the bundles themselves are right
 */
record Bundles(Set<String> names) {
    /** A name that is there; reports what is wrong with any other. */
    @Nullable String read(Value value) {
        String name = value.read(new NameReader());
        if (name != null && !names.contains(name)) {
            String nearest = NearestName.of(name, names);
            value.report("no such bundle: " + name + " (expected: " + (nearest == null ? known() : nearest) + ")");
            return null;
        }
        return name;
    }

    private String known() {
        return names.isEmpty() ? "a name under certificates" : "one of " + String.join(", ", names);
    }
}
