package io.mqttproxy.config;

import io.mqttproxy.identity.Printable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The path of a file that is there, or can be made. Unlike other readers it looks at the file system.
 *
 * @param toBeWritten whether the file may still be missing
 */
record FileRefReader(Reading reading, Source source, boolean toBeWritten, String expected)
        implements TextReader<FileRef> {
    /** What certificate files must be. */
    static final String CERTIFICATES = "a PEM file with at least one certificate";

    /** A file that is to be read; reports what is wrong with it. */
    static @Nullable FileRef existing(Value value, String expected) {
        return value.read(new FileRefReader(value.reading(), value.source(), false, expected));
    }

    @Override
    public FileRef read(String text) throws BadValue {
        Path path = reading.resolve(text);
        String why = toBeWritten
                ? reading.files().whyNotWritable(path)
                : reading.files().whyNotReadable(path);
        if (why != null) {
            throw BadValue.because(why + ": " + Printable.of(text), expected);
        }
        return new FileRef(path, text, source);
    }
}
