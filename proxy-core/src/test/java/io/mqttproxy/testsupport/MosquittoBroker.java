package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Debian's mosquitto on a port of 127.0.0.1 of its own, its log captured. Needs
 * {@code @RequiresProgram({"mosquitto", "mosquitto_passwd"})}.
 */
public final class MosquittoBroker implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    /** mosquitto cannot be asked for any free port, so somebody else may take the one that was free a moment ago. */
    private static final int ATTEMPTS = 5;

    private final TemporaryFolder folder;
    private final RunningProgram program;
    private final int port;

    private MosquittoBroker(TemporaryFolder folder, RunningProgram program, int port) {
        this.folder = folder;
        this.program = program;
        this.port = port;
    }

    /** A broker that lets everybody in. */
    public static MosquittoBroker anonymous() {
        return start("allow_anonymous true", Map.of());
    }

    /** A broker that lets only these in ({@code user name -> password}); the passwords are stored hashed. */
    public static MosquittoBroker withPasswords(Map<String, String> passwords) {
        return start("allow_anonymous false", passwords);
    }

    /**
     * A broker with lines of {@code mosquitto.conf} after the listener's own.
     *
     * @param passwords user name to password; empty = no {@code password_file}
     */
    public static MosquittoBroker start(String configuration, Map<String, String> passwords) {
        TemporaryFolder folder = TemporaryFolder.create("mosquitto");
        try {
            String all = configuration + "\n" + passwordFile(folder.path(), passwords);
            AssertionError last = new AssertionError("mosquitto was never started");
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                int port = FreePort.find();
                RunningProgram program = launch(folder.path(), port, all);
                try {
                    program.awaitOutput(START, " running");
                    return new MosquittoBroker(folder, program, port);
                } catch (AssertionError e) {
                    program.close();
                    last = e;
                }
            }
            throw last;
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private static RunningProgram launch(Path folder, int port, String configuration) {
        String listener = """
                user root
                listener %d 127.0.0.1
                log_dest stderr
                log_type all
                %s
                """.formatted(port, configuration);
        return RunningProgram.start(
                "mosquitto",
                "-c",
                write(folder.resolve("mosquitto.conf"), listener).toString());
    }

    private static String passwordFile(Path folder, Map<String, String> passwords) {
        if (passwords.isEmpty()) {
            return "";
        }
        StringBuilder lines = new StringBuilder();
        passwords.forEach((user, password) ->
                lines.append(user).append(':').append(password).append('\n'));
        Path file = write(folder.resolve("passwords"), lines.toString());
        ProgramResult hashed = RunningProgram.run(START, "mosquitto_passwd", "-U", file.toString());
        if (hashed.exitCode() != 0) {
            throw new IllegalStateException("mosquitto_passwd failed: " + hashed);
        }
        return "password_file " + file;
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The log so far, one entry per line, {@code 1792152000: New client connected from ... as device-1 (...)}. */
    public List<String> log() {
        return program.stderr().lines().toList();
    }

    /** Waits until a line of the log contains {@code text}; throws {@link AssertionError} with the log otherwise. */
    public void awaitLog(Duration limit, String text) {
        program.awaitOutput(limit, text);
    }

    /** Makes the broker hang: the kernel takes connections for it, and nobody answers until {@link #resume()}. */
    public void pause() {
        program.pause();
    }

    /** Lets a hanging broker go on. */
    public void resume() {
        program.resume();
    }

    /** Kills the broker at once, with all its connections; its log can still be read. Idempotent. */
    public void kill() {
        program.kill();
    }

    @Override
    public void close() {
        program.close();
        folder.close();
    }
}
