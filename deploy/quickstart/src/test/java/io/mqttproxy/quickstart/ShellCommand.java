package io.mqttproxy.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running program whose output, both kinds, comes line by line. Killed by {@link #close()}, and gone then. */
final class ShellCommand implements AutoCloseable {

    private static final String END = "(end of output)";
    private static final int KILL_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ShellCommand(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Gives a line to a shell, which becomes the program of its first word. */
    static ShellCommand paste(String line) {
        return start("sh", "-c", line);
    }

    static ShellCommand start(String... command) {
        return start(Map.of(), command);
    }

    /** {@code environment} comes on top of this process's own; an empty value takes a variable away. */
    static ShellCommand start(Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        try {
            return new ShellCommand(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add(e.toString());
        }
        lines.add(END);
    }

    /** The lines from here to the first one that begins like this; {@code limit} is for each of them. */
    List<String> linesUntil(String start, Duration limit) {
        List<String> seen = new ArrayList<>();
        while (seen.isEmpty() || !seen.get(seen.size() - 1).startsWith(start)) {
            String line = next(limit);
            seen.add(line);
            if (line.equals(END)) {
                throw new AssertionError("no line begins with '" + start + "':\n" + String.join("\n", seen));
            }
        }
        return seen;
    }

    /** All lines to the end of the output; {@code limit} is for each of them. */
    List<String> allLines(Duration limit) {
        List<String> seen = new ArrayList<>();
        for (String line = next(limit); !line.equals(END); line = next(limit)) {
            seen.add(line);
        }
        return seen;
    }

    private String next(Duration limit) {
        try {
            String line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            return line == null ? END : line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits for the end. */
    int exitCode(Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("still running after " + limit);
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        // so that none makes more files in a folder that is being deleted
        all.forEach(
                one -> one.onExit().orTimeout(KILL_SECONDS, TimeUnit.SECONDS).join());
    }
}
