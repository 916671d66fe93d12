package io.mqttproxy;

import io.mqttproxy.config.FileRef;
import io.mqttproxy.config.LoggingConfig;
import io.mqttproxy.relay.AccessLog;
import io.mqttproxy.relay.AccessLogSampling;
import io.mqttproxy.relay.LineWriter;
import io.mqttproxy.relay.NameHash;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Opens the access log where the configuration wants it. */
final class AccessLogSetup {

    private AccessLogSetup() {}

    /**
     * Opens it.
     *
     * @param names what it calls clients
     * @throws StartException when its file cannot be written
     */
    static AccessLog open(LoggingConfig config, NameHash names) throws StartException {
        return switch (config.access().target()) {
            case OFF -> AccessLog.off();
            case STDOUT -> in(config, Terminal.is(Terminal.STDOUT), names, kept(FileDescriptor.out));
            case STDERR -> in(config, Terminal.is(Terminal.STDERR), names, kept(FileDescriptor.err));
            case FILE ->
                in(
                        config,
                        false,
                        names,
                        append(Objects.requireNonNull(config.access().file())));
        };
    }

    /** A stream of the process, which is not ours to close. Past System.out, whose lock and encoding are in the way. */
    private static OutputStream kept(FileDescriptor descriptor) {
        return new FilterOutputStream(new FileOutputStream(descriptor)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    private static OutputStream append(FileRef file) throws StartException {
        try {
            return Files.newOutputStream(file.path(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StartException(
                    file.source() + ": cannot be written: " + file.configured()
                            + " (expected: a file in a folder that this user may write to)",
                    e);
        }
    }

    private static AccessLog in(LoggingConfig config, boolean terminal, NameHash names, OutputStream out) {
        LineWriter writer = new LineWriter(out);
        AccessLogSampling sampling = new AccessLogSampling(Logs.limits(config));
        return config.format().isJson(terminal)
                ? AccessLog.json(writer, sampling, names)
                : AccessLog.text(writer, sampling, names);
    }
}
