package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * A certificate with its key, which listeners refer to by name.
 *
 * @param name as listeners write it, with its namespace in front when it has one: {@code tenant-a/mqtt-cert}
 * @param keys where to find them
 * @param managed what came with it over the admin port; null when the configuration itself names the files
 */
public record CertificateConfig(
        String name,
        KeySource keys,
        Source source,
        @Nullable Managed managed) {

    /** One of the configuration. */
    public CertificateConfig(String name, KeySource keys, Source source) {
        this(name, keys, source, null);
    }

    /** Whether it came over the admin port. */
    public boolean isManaged() {
        return managed != null;
    }
}
