package io.mqttproxy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ConfigLoader;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.selftest.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code check -c proxy.yaml}: opens every file that the configuration names and reports all problems; with {@code --probe}
 * it tries the backends, too.
 */
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

    @Option(
            names = "--probe",
            description =
                    "also connect to each backend with a CONNECT, and say which side of what does not fit is wrong")
    private boolean probe;

    @Spec
    private CommandSpec spec;

    CheckCommand() {
        spec = CommandSpec.create(); // replaced by picocli before the command is called
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            ProxyConfig loaded = new ConfigLoader(System.getenv()).load(config);
            ProxyServer.check(loaded);
            loaded.warnings().forEach(warning -> err.println("warning: " + warning));
            out.println(config + ": ok");
            return probe ? probe(loaded, out, err) : ExitCode.OK;
        } catch (ConfigException e) {
            e.problems().forEach(err::println);
            return ExitCode.CONFIGURATION;
        } catch (StartException e) {
            err.println(e.getMessage());
            return ExitCode.CONFIGURATION;
        }
    }

    private static int probe(ProxyConfig loaded, PrintWriter out, PrintWriter err)
            throws ConfigException, StartException {
        int exitCode = ExitCode.OK;
        for (Finding finding : ProxyServer.probe(loaded)) {
            (finding.fine() ? out : err).println(finding);
            exitCode = finding.fine() ? exitCode : ExitCode.CONFIGURATION;
        }
        return exitCode;
    }
}
