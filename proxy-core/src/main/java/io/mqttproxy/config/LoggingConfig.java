package io.mqttproxy.config;

/** What is written, and how. */
public record LoggingConfig(Format format, AccessLog access) {
    /** For a file that says nothing. */
    public static final LoggingConfig DEFAULTS = new LoggingConfig(Format.TEXT, AccessLog.STDOUT);

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
