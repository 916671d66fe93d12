package io.mqttproxy.config;

import io.mqttproxy.identity.Printable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The path of a file or a folder that can be used for what it is for. Unlike other readers it looks at the file system.
 *
 * @param use what it is for
 */
record FileRefReader(Reading reading, Source source, Use use, String expected) implements TextReader<FileRef> {
    /** What certificate files must be. */
    static final String CERTIFICATES = "a PEM file with at least one certificate";

    /** What becomes of a file. */
    @FunctionalInterface
    interface Use {
        /** To be read; it is there. */
        Use READ = FileAccess::whyNotReadable;
        /** To be written; it need not be there yet. */
        Use WRITTEN = FileAccess::whyNotWritable;
        /** Replaced as a whole; it need not be there yet. */
        Use REPLACED = FileAccess::whyNotReplaceable;
        /** A folder that is there, read and filled with files. */
        Use FOLDER = FileAccess::whyNotFolder;

        /** What keeps us from that; null when nothing does. */
        @Nullable String whyNot(FileAccess files, Path path);
    }

    /** A file that is to be read; reports what is wrong with it. */
    static @Nullable FileRef existing(Value value, String expected) {
        return read(value, Use.READ, expected);
    }

    /** The file or folder; reports what is wrong with it. */
    static @Nullable FileRef read(Value value, Use use, String expected) {
        return value.read(new FileRefReader(value.reading(), value.source(), use, expected));
    }

    @Override
    public FileRef read(String text) throws BadValue {
        Path path = reading.resolve(text);
        @Nullable String why = use.whyNot(reading.files(), path);
        if (why != null) {
            throw BadValue.because(why + ": " + Printable.of(text), expected);
        }
        return new FileRef(path, text, source);
    }
}
