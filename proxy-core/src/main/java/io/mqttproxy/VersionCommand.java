package io.mqttproxy;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: versions of everything that matters in a bug report. */
@Command(
        name = "version",
        description = "Print the versions of everything that matters in a bug report.",
        mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    VersionCommand() {
        spec = CommandSpec.create(); // replaced by picocli before the command is called
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        BuildInfo.versions().forEach((name, version) -> out.printf("%-15s %s%n", name, version));
        return ExitCode.OK;
    }
}
