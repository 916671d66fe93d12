package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a running proxy and prints what it says. */
abstract class RemoteCommand implements Callable<Integer> {

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create(); // replaced by picocli before the command is called

    /** For messages about how the command was used. */
    final CommandLine commandLine() {
        return spec.commandLine();
    }

    /** Asks; what comes back is printed. */
    abstract String ask(AdminClient client, String accept) throws AdminClientException;

    @Override
    public final Integer call() {
        try {
            String answer = ask(admin.client(), admin.mediaType());
            spec.commandLine().getOut().print(answer);
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (AdminClientException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.CONFIGURATION;
        }
    }
}
