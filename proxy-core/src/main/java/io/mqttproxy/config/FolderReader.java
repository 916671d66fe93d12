package io.mqttproxy.config;

import io.mqttproxy.identity.Printable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The path of a folder that is there, in which files can be put. Unlike other readers it looks at the file system. */
record FolderReader(Reading reading, Source source) implements TextReader<FileRef> {

    @Override
    public FileRef read(String text) throws BadValue {
        Path path = reading.resolve(text);
        @Nullable String why = reading.files().whyNotFolder(path);
        if (why != null) {
            throw BadValue.because(why + ": " + Printable.of(text), expected());
        }
        return new FileRef(path, text, source);
    }

    @Override
    public String expected() {
        return "a folder that is there, in which the proxy may write";
    }
}
