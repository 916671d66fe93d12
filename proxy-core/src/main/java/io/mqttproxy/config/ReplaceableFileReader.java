package io.mqttproxy.config;

import io.mqttproxy.identity.Printable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The path of a file that the proxy replaces as a whole, and that need not be there yet. Looks at the file system. */
record ReplaceableFileReader(Reading reading, Source source) implements TextReader<FileRef> {

    @Override
    public FileRef read(String text) throws BadValue {
        Path path = reading.resolve(text);
        @Nullable String why = reading.files().whyNotReplaceable(path);
        if (why != null) {
            throw BadValue.because(why + ": " + Printable.of(text), expected());
        }
        return new FileRef(path, text, source);
    }

    @Override
    public String expected() {
        return "a file in a folder that the proxy may write to";
    }
}
