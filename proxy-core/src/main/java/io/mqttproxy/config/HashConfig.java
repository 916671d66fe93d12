package io.mqttproxy.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of clients logs have as a keyed hash only.
 *
 * @param fields not empty
 * @param key null = one that each process makes for itself
 */
public record HashConfig(Set<HashedField> fields, @Nullable Secret key) {
    /** Copies the set. */
    public HashConfig {
        fields = Set.copyOf(fields);
    }
}
