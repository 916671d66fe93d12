package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Debian's ejabberd with mod_mqtt on a port of 127.0.0.1 of its own, everything in a temporary folder, its log captured.
 * Needs {@code @RequiresProgram({"ejabberdctl", "erl"})}.
 */
public final class EjabberdBroker implements AutoCloseable {

    /** Where Debian keeps Erlang's libraries that are not Erlang's own. */
    private static final String LIBRARIES = "/usr/lib/" + architecture() + "-linux-gnu";

    private static final Duration START = Duration.ofMinutes(1);

    private final TemporaryFolder folder;
    private final RunningProgram program;
    private final int port;

    private EjabberdBroker(TemporaryFolder folder, RunningProgram program, int port) {
        this.folder = folder;
        this.program = program;
        this.port = port;
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    }

    /**
     * Starts one with one account and returns when it serves.
     *
     * @param configuration an ejabberd.yml with the port 1883, which is replaced
     * @param user the account's name at the host localhost
     */
    public static EjabberdBroker start(String configuration, String user, String password) {
        TemporaryFolder folder = TemporaryFolder.create("ejabberd");
        int port = FreePort.find();
        Path file = folder.path().resolve("ejabberd.yml");
        write(file, configuration.replace("1883", Integer.toString(port)));
        // Not ejabberdctl, which wants a user of its own, and a name server to register the account through.
        String start = "{ok, _} = application:ensure_all_started(ejabberd), "
                + "ok = ejabberd_auth:try_register(<<\"%s\">>, <<\"localhost\">>, <<\"%s\">>), "
                        .formatted(user, password)
                + "io:format(\"account made~n\").";
        RunningProgram program = RunningProgram.start(
                "env",
                "HOME=" + folder.path(),
                "ERL_LIBS=" + LIBRARIES,
                "EJABBERD_CONFIG_PATH=" + file,
                "EJABBERD_LOG_PATH=" + folder.path().resolve("ejabberd.log"),
                "ERL_CRASH_DUMP=/dev/null", // being stopped is a crash to it
                "ERL_CRASH_DUMP_SECONDS=0",
                "erl",
                "-noinput",
                "-mnesia",
                "dir",
                "\"" + folder.path().resolve("spool") + "\"",
                "-eval",
                start);
        EjabberdBroker broker = new EjabberdBroker(folder, program, port);
        try {
            program.awaitOutput(START, "account made");
            return broker;
        } catch (AssertionError e) {
            broker.close();
            throw e;
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The TCP port for MQTT on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Waits until a line of the log contains {@code text}; throws {@link AssertionError} with the log otherwise. */
    public void awaitLog(Duration limit, String text) {
        program.awaitOutput(limit, text);
    }

    @Override
    public void close() {
        program.close();
        folder.close();
    }
}
