package io.mqttproxy;

import io.mqttproxy.config.TransportConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code rehearse}: the rehearsal of a start and nothing else. The launcher has Java watch it, and keeps in an archive which
 * classes and methods a proxy uses, so that later starts know from the beginning.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Play the rehearsal of a start, on loopback, and exit; for archives of classes and profiles.",
        mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {

    private static final int LONGEST = 600;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "how long (default: ${DEFAULT-VALUE})")
    private int seconds = 5;

    @Spec
    private CommandSpec spec;

    RehearseCommand() {
        spec = CommandSpec.create(); // replaced by picocli before the command is called
    }

    @Override
    public Integer call() {
        if (seconds < 1 || seconds > LONGEST) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds: " + seconds + " (expected: 1 to " + LONGEST + ")");
        }
        try {
            Transport transport = Transport.choose(TransportConfig.Type.AUTO);
            int connections = WarmUp.play(transport, Duration.ofSeconds(seconds));
            spec.commandLine().getOut().println(connections + " connections");
            return ExitCode.OK;
        } catch (IOException | StartException e) {
            spec.commandLine().getErr().println("no rehearsal: " + e.getMessage());
            return ExitCode.CONFIGURATION;
        }
    }
}
