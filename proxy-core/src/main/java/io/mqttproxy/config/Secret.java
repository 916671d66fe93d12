package io.mqttproxy.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;

/** A password or key in the configuration, or where to find it. Its text form is always {@code ***}. */
public sealed interface Secret {
    /** What stands for a secret wherever one could be shown. */
    String HIDDEN = "***";

    /**
     * The secret's bytes.
     *
     * @return a new array, which the caller may wipe
     * @throws IOException when its file cannot be read, is empty or larger than 65,535 bytes; the message names the file only
     */
    byte[] read() throws IOException;

    /** Written into the configuration itself. */
    record Literal(String value) implements Secret {
        @Override
        public byte[] read() {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return HIDDEN;
        }
    }

    /** Taken from the environment when the configuration was loaded. */
    record FromEnvironment(String name, String value) implements Secret {
        @Override
        public byte[] read() {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return HIDDEN;
        }
    }

    /** The content of a file without one line end behind it; read anew each time, so that it can be replaced. */
    record FromFile(FileRef file) implements Secret {
        private static final int LARGEST = 65_535; // what an MQTT password can hold

        @Override
        public byte[] read() throws IOException {
            byte[] content;
            try (InputStream in = Files.newInputStream(file.path())) {
                content = in.readNBytes(LARGEST + 1);
            }
            int end = content.length;
            if (end > 0 && content[end - 1] == '\n') {
                end -= end > 1 && content[end - 2] == '\r' ? 2 : 1;
            }
            if (end == 0 || content.length > LARGEST) {
                Arrays.fill(content, (byte) 0);
                throw new IOException(file.configured() + (end == 0 ? ": empty" : ": larger than " + LARGEST + " bytes")
                        + " (expected: a secret of 1 to " + LARGEST + " bytes)");
            }
            return Arrays.copyOf(content, end);
        }

        @Override
        public String toString() {
            return HIDDEN;
        }
    }
}
