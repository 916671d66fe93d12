package io.mqttproxy;

import io.mqttproxy.config.ConfigException;
import io.mqttproxy.config.ProxyConfig;
import io.mqttproxy.selftest.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            names = "--probe",
            description =
                    "also connect to each backend with a CONNECT, and say which side of what does not fit is wrong")
    private boolean probe;

    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private OutputFormat format = new OutputFormat();

    @Spec
    private CommandSpec spec;

    CheckCommand() {
        spec = CommandSpec.create(); // replaced by picocli before the command is called
    }

    @Override
    public Integer call() {
        CheckReport report = format.json()
                ? new CheckReport.Json(settings.config())
                : new CheckReport.Text(settings.config(), err());
        boolean fine = check(report);
        report.end(fine, spec.commandLine().getOut());
        return fine ? ExitCode.OK : ExitCode.CONFIGURATION;
    }

    private boolean check(CheckReport report) {
        try {
            ProxyConfig loaded = settings.loader().load(settings.config());
            ProxyServer.check(loaded);
            report.warnings(loaded.warnings());
            return !probe || backendsAreFine(report, loaded);
        } catch (ConfigException e) {
            report.problems(e.problems());
        } catch (StartException e) {
            report.failure(String.valueOf(e.getMessage()));
        }
        return false;
    }

    private static boolean backendsAreFine(CheckReport report, ProxyConfig loaded)
            throws ConfigException, StartException {
        List<Finding> findings = ProxyServer.probe(loaded);
        report.backends(findings);
        return findings.stream().allMatch(Finding::fine);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
