package io.mqttproxy.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Command lines in a folder. */
record Lines(Path folder) {

    private static final int LIMIT_SECONDS = 90;

    /** What a line has said on both outputs, and its exit code. */
    record Said(int exitCode, String output) {}

    /** Runs a line for {@code sh} to its end, which must be a good one, and returns both outputs. */
    String run(String line) {
        Said said = said(List.of("sh", "-c", line));
        assertThat(said.exitCode()).as("%s%n%s", line, said.output()).isZero();
        return said.output();
    }

    /** Runs a command to its end, whatever that is. */
    Said said(List<String> command) {
        try {
            Path log = Files.createTempFile(folder, "log", ".txt");
            Process process = start(command, log);
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String output = Files.readString(log, StandardCharsets.UTF_8);
            if (!ended) {
                process.destroyForcibly();
                throw new AssertionError(command + " still runs\n" + output);
            }
            return new Said(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Starts a command; both outputs go to {@code log}. */
    Process start(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
