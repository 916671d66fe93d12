package io.mqttproxy.config;

import org.yaml.snakeyaml.error.Mark;

/**
 * A value from the command line that counts instead of the file's: {@code --set listeners.mqtts.bind=127.0.0.1:8883}.
 *
 * @param path keys with dots between them and positions in lists, {@code routes[0].to}; never empty
 * @param value a text, read as if it stood in the file behind the key; may be a secret
 */
public record Setting(String path, String value) {
    private static final String PLACE = "--set";

    /** Where SnakeYAML's nodes come from that are not in the file. */
    static final Mark MARK = new Mark(PLACE, 0, 0, 0, new int[0], 0);

    /**
     * Parses {@code path=value}.
     *
     * @throws IllegalArgumentException when it is something else; the message does not contain the value
     */
    public static Setting parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("no path with = behind it (expected: path=value, such as"
                    + " listeners.mqtts.bind=127.0.0.1:8883)");
        }
        return new Setting(text.substring(0, equals), text.substring(equals + 1));
    }

    static boolean isMine(Mark mark) {
        return PLACE.equals(mark.getName());
    }

    static Source source(String path) {
        return new Source(PLACE, 0, 0, path);
    }

    /** The path alone: values can be secrets. */
    @Override
    public String toString() {
        return PLACE + " " + path;
    }
}
