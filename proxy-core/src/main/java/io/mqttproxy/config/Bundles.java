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
        String name = value.read(new BundleNameReader());
        return name == null ? null : known(value, name);
    }

    /** A name in a namespace that are there together. */
    @Nullable String read(Value namespace, Value value) {
        String outside = namespace.read(new NameReader());
        String inside = value.read(new NameReader());
        return outside == null || inside == null ? null : known(value, BundleNameReader.join(outside, inside));
    }

    private @Nullable String known(Value value, String name) {
        if (!names.contains(name)) {
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
