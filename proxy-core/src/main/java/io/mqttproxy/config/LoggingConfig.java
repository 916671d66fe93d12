package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * What is written, and how.
 *
 * @param hash null = clients are written as they are
 * @param traces null = none are made
 */
public record LoggingConfig(
        Format format,
        AccessLog access,
        SamplingConfig sampling,
        @Nullable HashConfig hash,
        @Nullable TracesConfig traces) {
    /** For a file that says nothing. */
    public static final LoggingConfig DEFAULTS =
            new LoggingConfig(Format.TEXT, AccessLog.STDOUT, SamplingConfig.DEFAULTS, null, null);

    /** The form of a line. */
    public enum Format {
        /** For people. */
        TEXT("text"),
        /** One object for each line. */
        JSON("json");

        private final String configName;

        Format(String configName) {
            this.configName = configName;
        }

        /** The word in the configuration. */
        public String configName() {
            return configName;
        }
    }
}
