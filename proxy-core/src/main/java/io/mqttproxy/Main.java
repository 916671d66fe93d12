package io.mqttproxy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "mqtt-proxy",
        description = "A TLS-terminating MQTT proxy and load balancer that delivers verified identity to any broker.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        subcommands = {
            RunCommand.class,
            UpgradeCommand.class,
            CheckCommand.class,
            DoctorCommand.class,
            SchemaCommand.class,
            GenCertsCommand.class,
            ConvertCommand.class,
            CompletionCommand.class,
            StatusCommand.class,
            ExplainCommand.class,
            DrainCommand.class,
            RestoreCommand.class,
            RebalanceCommand.class,
            SessionsCommand.class,
            RefusalsCommand.class,
            BanCommand.class,
            BansCommand.class,
            CertificatesCommand.class,
            LogLevelCommand.class,
            HashCommand.class,
            BundlesCommand.class,
            BundleCommand.class,
            ReloadCommand.class,
            RehearseCommand.class,
            VersionCommand.class
        },
        footer = {"", "Exit codes: 0 fine, 1 configuration or start-up error, 2 usage, 70 internal error."})
public final class Main {

    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String... arguments) {
        int exitCode = run(arguments);
        LogSetup.flush();
        System.exit(exitCode);
    }

    /**
     * Runs a command in this process; {@code run} returns only when the proxy has stopped.
     *
     * @return the exit code
     */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    Logger log = LoggerFactory.getLogger(Main.class);
                    log.error(
                            "A defect of the proxy; please report it with the output of 'mqtt-proxy version'", failure);
                    return ExitCode.INTERNAL;
                });
    }
}
