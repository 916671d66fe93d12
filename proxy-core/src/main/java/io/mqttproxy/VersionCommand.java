package io.mqttproxy;

import io.mqttproxy.admin.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: versions of everything that matters in a bug report. */
@Command(
        name = "version",
        description = "Print the versions of everything that matters in a bug report.",
        mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {

    @Mixin
    private OutputFormat format = new OutputFormat();

    @Spec
    private CommandSpec spec;

    VersionCommand() {
        spec = CommandSpec.create(); // replaced by picocli before the command is called
    }

    /** The same for {@code --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return lines().toArray(String[]::new);
        }
    }

    private static Stream<String> lines() {
        return BuildInfo.versions().entrySet().stream()
                .map(part -> String.format("%-15s %s", part.getKey(), part.getValue()));
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (format.json()) {
            JsonObject versions = new JsonObject();
            BuildInfo.versions().forEach(versions::with);
            out.println(versions);
        } else {
            lines().forEach(out::println);
        }
        return ExitCode.OK;
    }
}
