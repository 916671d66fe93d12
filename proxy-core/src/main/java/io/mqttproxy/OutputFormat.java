package io.mqttproxy;

import picocli.CommandLine.Option;

/** The option {@code --format}, for commands whose output programs read, too. */
final class OutputFormat {

    /** For whom output is. */
    enum Format {
        /** For people. */
        TEXT,
        /** One object on one line of the standard output, also when something is wrong. */
        JSON
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json: one object on the standard output, also when something is wrong")
    private Format format = Format.TEXT;

    OutputFormat() {}

    boolean json() {
        return format == Format.JSON;
    }
}
