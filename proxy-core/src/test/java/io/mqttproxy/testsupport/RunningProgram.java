package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * An installed program that runs beside the test, its two outputs captured in files of a temporary folder.
 *
 * <p>Used by the test's thread only. {@link #close()} kills the program and deletes its outputs.
 */
public final class RunningProgram implements AutoCloseable {

    private static final Duration KILL = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final TemporaryFolder folder;
    private final Path stdout;
    private final Path stderr;

    private RunningProgram(String name, Process process, TemporaryFolder folder, Path stdout, Path stderr) {
        this.name = name;
        this.process = process;
        this.folder = folder;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** Starts {@code name}, looked up as a shell does, with an empty standard input. */
    public static RunningProgram start(String name, String... arguments) {
        return start(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()), name, arguments);
    }

    /** The same with a standard input on which nothing ever comes, for programs that stop at its end. */
    public static RunningProgram startWithOpenInput(String name, String... arguments) {
        return start(ProcessBuilder.Redirect.PIPE, name, arguments);
    }

    private static RunningProgram start(ProcessBuilder.Redirect input, String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Programs.require(name).toString()));
        command.addAll(List.of(arguments));
        TemporaryFolder folder = TemporaryFolder.create(name);
        Path stdout = folder.path().resolve("stdout");
        Path stderr = folder.path().resolve("stderr");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(input)
                    .redirectOutput(stdout.toFile())
                    .redirectError(stderr.toFile())
                    .start();
            return new RunningProgram(name, process, folder, stdout, stderr);
        } catch (IOException e) {
            folder.close();
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Runs {@code name} to its end; kills it and throws when that takes longer than {@code limit}. */
    public static ProgramResult run(Duration limit, String name, String... arguments) {
        try (RunningProgram program = start(name, arguments)) {
            return program.awaitEnd(limit);
        }
    }

    /** The same with these bytes on its standard input, which stays open behind them until the program ends. */
    public static ProgramResult runWithInput(Duration limit, byte[] input, String name, String... arguments) {
        try (RunningProgram program = start(ProcessBuilder.Redirect.PIPE, name, arguments)) {
            program.feed(input);
            return program.awaitEnd(limit);
        }
    }

    /** Does nothing when the program has ended before it read anything; what it said then tells why. */
    private void feed(byte[] input) {
        OutputStream stdin = process.getOutputStream();
        try {
            stdin.write(input);
            stdin.flush();
        } catch (IOException e) {
            // a broken pipe: a handshake that fails may be over before the input is written
        }
    }

    /** Waits for the end; throws {@link AssertionError} with both outputs when it does not come within {@code limit}. */
    public ProgramResult awaitEnd(Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new ProgramResult(process.exitValue(), stdout(), stderr());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError(name + " still runs after " + limit + "\n" + stdout() + stderr());
    }

    /** Waits until an output contains {@code text}; throws {@link AssertionError} with both outputs otherwise. */
    public void awaitOutput(Duration limit, String text) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(limit)
                    .until(() -> output().contains(text) || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(name + " did not say '" + text + "' within " + limit + "\n" + output(), e);
        }
        if (!output().contains(text)) {
            throw new AssertionError(name + " ended without saying '" + text + "'\n" + output());
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** What it wrote to its standard output so far. */
    public String stdout() {
        return read(stdout);
    }

    /** What it wrote to its standard error so far. */
    public String stderr() {
        return read(stderr);
    }

    private String output() {
        return stdout() + stderr();
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the program with SIGSTOP: its sockets stay, and it does nothing until {@link #resume()}. */
    public void pause() {
        signal("STOP");
    }

    /** Lets a paused program go on. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        ProcessBuilder kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid());
        try {
            if (kill.start().waitFor() != 0) {
                throw new AssertionError(name + " cannot be sent SIG" + signal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /**
     * Kills the program and those that it has started at once, and waits until it is gone, so that its port is free again.
     * Idempotent.
     */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(KILL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
        folder.close();
    }
}
