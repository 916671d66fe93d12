package io.mqttproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * What is written, and how.
 *
 * @param connected whether clients have a line of the access log when they are accepted, too
 * @param hash null = clients are written as they are
 * @param traces null = none are made
 */
public record LoggingConfig(
        Format format,
        AccessLog access,
        boolean connected,
        SamplingConfig sampling,
        @Nullable HashConfig hash,
        @Nullable TracesConfig traces) {
    /** For a file that says nothing. */
    public static final LoggingConfig DEFAULTS =
            new LoggingConfig(Format.AUTO, AccessLog.STDOUT, false, SamplingConfig.DEFAULTS, null, null);

    /** The form of a line. */
    public enum Format {
        /** Text on a terminal and JSON elsewhere, each log by where it goes. */
        AUTO("auto"),
        /** For people. */
        TEXT("text"),
        /** One object for each line, with the names of the Elastic Common Schema. */
        JSON("json");

        private final String configName;

        Format(String configName) {
            this.configName = configName;
        }

        /**
         * Whether lines are JSON.
         *
         * @param terminal whether the log goes to one
         */
        public boolean isJson(boolean terminal) {
            return this == JSON || (this == AUTO && !terminal);
        }

        /** The word in the configuration. */
        public String configName() {
            return configName;
        }
    }
}
