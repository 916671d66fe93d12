package io.mqttproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Lines for {@code sh}, run in a folder. Nothing that it runs finds Maven: a program of that name that fails comes first. */
final class Shell {

    private static final int LIMIT_SECONDS = 90;

    private final Path folder;
    private final Path programs;

    private Shell(Path folder, Path programs) {
        this.folder = folder;
        this.programs = programs;
    }

    /** In a folder that exists. */
    static Shell in(Path folder) throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path maven = programs.resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\necho 'Maven was called' >&2\nexit 1\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        return new Shell(folder, programs);
    }

    /** Starts a line; both outputs go to the file {@code log} of the folder. */
    Process start(String line, Path log) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .merge("PATH", programs.toString(), (path, first) -> first + ":" + path + ":/usr/sbin:/sbin");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a line to its end, which must be a good one, and returns both outputs. */
    String run(String line) {
        return runExpecting(0, line);
    }

    /** The same for a line that ends with this exit code. */
    String runExpecting(int exitCode, String line) {
        try {
            Path log = Files.createTempFile(folder, "log", ".txt");
            Process process = start(line, log);
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String output = Files.readString(log, StandardCharsets.UTF_8);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(line + " still runs\n" + output);
            }
            assertThat(process.exitValue()).as("%s%n%s", line, output).isEqualTo(exitCode);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
