package io.mqttproxy.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is taken in while the proxy runs.
 *
 * @param certificates how often the files of certificates, keys and CAs are looked at; null = never
 * @param config how often the file of the configuration itself is looked at; null = never
 */
public record ReloadConfig(
        @Nullable Duration certificates, @Nullable Duration config) {

    /** For a file that says nothing. */
    public static final ReloadConfig DEFAULTS = new ReloadConfig(Duration.ofSeconds(5), null);
}
