package io.mqttproxy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check -c proxy.yaml}: opens every file that the configuration names and reports all problems. */
@Command(
        name = "check",
        description = "Open every file that the configuration names and report all problems; binds nothing.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the configuration, a proxy.yaml")
    private Path config = Path.of("proxy.yaml");

    @Spec
    private CommandSpec spec;

    CheckCommand() {
        spec = CommandSpec.create(); // replaced by picocli before the command is called
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            ProxyServer.check(new ConfigLoader(System.getenv()).load(config));
            out.println(config + ": ok");
            return ExitCode.OK;
        } catch (ConfigException e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
            return ExitCode.CONFIGURATION;
        }
    }
}
