package io.mqttproxy;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bundle}: changes one. */
@Command(
        name = "bundle",
        description = "Upload, replace or delete a certificate bundle of a running proxy.",
        mixinStandardHelpOptions = true,
        subcommands = {BundlePutCommand.class, BundleDeleteCommand.class})
final class BundleCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create(); // replaced by picocli before the command is called

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing command (expected: put or delete)");
    }
}
