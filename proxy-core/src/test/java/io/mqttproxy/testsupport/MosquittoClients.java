package io.mqttproxy.testsupport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** mosquitto's command line clients. Needs {@code @RequiresProgram({"mosquitto_pub", "mosquitto_sub"})}. */
public final class MosquittoClients {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private MosquittoClients() {}

    /** Runs {@code mosquitto_pub} to its end, at most 20 seconds. */
    public static ProgramResult publish(String... arguments) {
        return RunningProgram.run(LIMIT, "mosquitto_pub", arguments);
    }

    /** Runs {@code mosquitto_sub} to its end, at most 20 seconds: give it {@code -C 1} or {@code -W 5}. */
    public static ProgramResult subscribe(String... arguments) {
        return RunningProgram.run(LIMIT, "mosquitto_sub", arguments);
    }

    /**
     * Starts {@code mosquitto_sub} and waits for its SUBACK, so that a message published afterwards reaches it.
     *
     * @throws AssertionError with its output when there is none within 20 seconds
     */
    public static RunningProgram subscriber(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("-oL", "mosquitto_sub", "-d")); // else a file gets blocks of 4 KiB
        command.addAll(Arrays.asList(arguments));
        RunningProgram program = RunningProgram.start("stdbuf", command.toArray(new String[0]));
        try {
            program.awaitOutput(LIMIT, "received SUBACK");
            return program;
        } catch (AssertionError e) {
            program.close();
            throw e;
        }
    }
}
