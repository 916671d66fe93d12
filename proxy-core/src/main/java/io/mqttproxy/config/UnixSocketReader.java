package io.mqttproxy.config;

import io.mqttproxy.identity.Printable;
import java.nio.charset.StandardCharsets;

/** The path of a Unix socket, which may not be there yet. Its folder is looked at. */
record UnixSocketReader(Reading reading, Source source) implements TextReader<FileRef> {

    /** What sockaddr_un has room for, without the zero byte at the end (unix(7)). */
    private static final int MOST_BYTES = 107;

    @Override
    public FileRef read(String text) throws BadValue {
        FileRef file = new FileRefReader(reading, source, FileRefReader.Use.WRITTEN, expected()).read(text);
        int length = file.path().toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MOST_BYTES) {
            throw BadValue.because(
                    "a path of " + length + " bytes: " + Printable.of(text), "a Unix socket, at most " + MOST_BYTES);
        }
        return file;
    }

    @Override
    public String expected() {
        return "the path of a Unix socket in a folder that is there";
    }
}
