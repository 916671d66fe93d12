package io.mqttproxy.config;

import java.util.Comparator;

/**
 * A place in a configuration file, or on the command line that changes what the file says.
 *
 * @param file the file as the operator named it, or {@code --set}
 * @param line from 1; 0 on the command line
 * @param column from 1, in characters; 0 on the command line
 * @param path keys and list positions from the top, {@code routes[1].to}; empty for the whole file
 */
public record Source(String file, int line, int column, String path) implements Comparable<Source> {
    private static final Comparator<Source> ORDER =
            Comparator.comparing(Source::file).thenComparingInt(Source::line).thenComparingInt(Source::column);

    /** By position in the file. */
    @Override
    public int compareTo(Source other) {
        return ORDER.compare(this, other);
    }

    /** {@code proxy.yaml:12:7 listeners.mqtts.tls.caFile}. */
    @Override
    public String toString() {
        return (line == 0 ? file : file + ":" + line + ":" + column) + (path.isEmpty() ? "" : " " + path);
    }
}
