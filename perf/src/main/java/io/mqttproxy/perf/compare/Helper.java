package io.mqttproxy.perf.compare;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of ours that is talked to in lines: the broker or the load. Ends when this is closed. Not thread-safe.
 */
final class Helper implements AutoCloseable {

    private static final int NATIVE_ACCESS_SINCE = 22;
    private static final long STOP_SECONDS = 10;

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;

    private Helper(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Runs a class of this class path with this Java on some cores. */
    static Helper start(String cpus, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", cpus));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx1g", "-Dio.netty.leakDetection.level=disabled"));
        if (Runtime.version().feature() >= NATIVE_ACCESS_SINCE) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new Helper(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    long pid() {
        return process.pid();
    }

    /** The next line that it says. */
    String hear() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("a process of the harness has ended; its last words stand above");
        }
        return line;
    }

    String ask(String line) throws IOException {
        questions.write(line);
        questions.newLine();
        questions.flush();
        return hear();
    }

    @Override
    public void close() throws IOException {
        questions.close(); // which ends it
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
