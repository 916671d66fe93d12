package io.mqttproxy.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's RabbitMQ with its MQTT plugin on ports of 127.0.0.1 of its own, everything in a temporary folder, its log at
 * level debug captured. Takes ten seconds to start. Needs {@code @RequiresProgram({"rabbitmq-server", "epmd"})}.
 */
public final class RabbitMqBroker implements AutoCloseable {

    /** The program behind Debian's wrapper, which wants to change to a user of its own. */
    private static final String PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private static final Duration START = Duration.ofMinutes(2);

    private final TemporaryFolder folder;
    private final RunningProgram names;
    private final RunningProgram program;
    private final int port;

    private RabbitMqBroker(TemporaryFolder folder, RunningProgram names, RunningProgram program, int port) {
        this.folder = folder;
        this.names = names;
        this.program = program;
        this.port = port;
    }

    /**
     * Starts one and returns when it serves.
     *
     * @param configuration a rabbitmq.conf with the port 1883 and /etc/rabbitmq, which are replaced
     * @param definitions the definitions.json that it loads
     */
    public static RabbitMqBroker start(String configuration, String definitions) {
        TemporaryFolder folder = TemporaryFolder.create("rabbitmq");
        int port = FreePort.find();
        int namesPort = FreePort.find();
        Path etc = folder.path();
        String own = """
                listeners.tcp = none
                log.console = true
                log.console.level = debug
                log.file = false
                """;
        write(
                etc.resolve("rabbitmq.conf"),
                own + configuration.replace("1883", Integer.toString(port)).replace("/etc/rabbitmq", etc.toString()));
        write(etc.resolve("definitions.json"), definitions);
        write(etc.resolve("enabled_plugins"), "[rabbitmq_mqtt].");
        RunningProgram names =
                RunningProgram.start("epmd", "-port", Integer.toString(namesPort), "-address", "127.0.0.1");
        RunningProgram program = RunningProgram.start(
                "env", command(etc, namesPort, FreePort.find()).toArray(String[]::new));
        RabbitMqBroker broker = new RabbitMqBroker(folder, names, program, port);
        try {
            program.awaitOutput(START, "Server startup complete");
            return broker;
        } catch (AssertionError e) {
            broker.close();
            throw e;
        }
    }

    /** Environment and program; the name server of Erlang nodes is another one than the machine's. */
    private static List<String> command(Path folder, int namesPort, int nodePort) {
        List<String> command = new ArrayList<>(List.of(
                "HOME=" + folder, // for the cookie of the node
                "ERL_EPMD_PORT=" + namesPort,
                "ERL_MAX_PORTS=4096",
                "RABBITMQ_CONF_ENV_FILE=/dev/null",
                "RABBITMQ_NODENAME=test" + nodePort + "@localhost",
                "RABBITMQ_DIST_PORT=" + nodePort,
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}"));
        command.add("RABBITMQ_CONFIG_FILE=" + folder.resolve("rabbitmq.conf"));
        command.add("RABBITMQ_ENABLED_PLUGINS_FILE=" + folder.resolve("enabled_plugins"));
        command.add("RABBITMQ_MNESIA_BASE=" + folder.resolve("mnesia"));
        command.add("RABBITMQ_LOG_BASE=" + folder.resolve("log"));
        command.add("RABBITMQ_PID_FILE=" + folder.resolve("pid"));
        command.add(PROGRAM);
        return command;
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
        names.close();
        folder.close();
    }
}
