package io.mqttproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts another process like this one: from the same service, with the same user, environment and output. Whatever has been
 * installed since is what runs.
 */
final class Successor {

    /** Set by the script that starts the proxy: where it is itself. It chooses Java and its flags anew. */
    static final String LAUNCHER = "MQTT_PROXY_LAUNCHER";

    private static final Logger log = LoggerFactory.getLogger(Successor.class);

    private final List<String> command;

    /** @param command what to start; empty where it is not known */
    Successor(List<String> command) {
        this.command = command;
    }

    /**
     * @param arguments those of the command line of this process
     * @param environment of this process
     */
    static Successor of(List<String> arguments, Map<String, String> environment) {
        @Nullable String launcher = environment.get(LAUNCHER);
        if (launcher == null) {
            return new Successor(thisProgram());
        }
        List<String> command = new ArrayList<>();
        command.add(launcher);
        command.addAll(arguments);
        return new Successor(command);
    }

    /** Without the script: the same Java with the same flags (proc(5)). Empty where the system does not tell. */
    private static List<String> thisProgram() {
        Optional<String> program = ProcessHandle.current().info().command();
        try {
            String[] words = Files.readString(Path.of("/proc/self/cmdline")).split("\0", -1);
            if (program.isPresent() && words.length > 1) {
                List<String> command = new ArrayList<>(List.of(words).subList(1, words.length - 1));
                command.add(0, program.get());
                return command;
            }
        } catch (IOException e) {
            log.debug("No /proc/self/cmdline", e);
        }
        return List.of();
    }

    /** What is started. */
    List<String> command() {
        return command;
    }

    /**
     * Starts it; blocks for milliseconds.
     *
     * @return its process id
     * @throws IOException when there is no such program any more
     */
    long start() throws IOException {
        if (command.isEmpty()) {
            throw new IOException("this system does not tell how this process was started");
        }
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().remove("WATCHDOG_PID"); // ours; the next process has signs of life of its own to give
        Process process = builder.start();
        log.info("Process {} is to take over: {}", process.pid(), command.get(0));
        var unused = process.onExit()
                .thenAccept(ended -> log.warn(
                        "Process {} has ended with {} before this one; if it had not taken over, this one serves on",
                        ended.pid(),
                        ended.exitValue()));
        return process.pid();
    }
}
