package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code log-level [LOGGER [LEVEL]]}: what the log of a running proxy tells. */
@Command(
        name = "log-level",
        description = {
            "Print or change how much the log of a running proxy tells.",
            "Changes need the token and end with the process."
        },
        mixinStandardHelpOptions = true)
final class LogLevelCommand extends RemoteCommand {

    private static final String PATH = "/api/v1/log-levels";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "LOGGER",
            description = "root, or a package or class such as io.mqttproxy.relay (default: all that have a level)")
    private @Nullable String logger;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LEVEL",
            description = "error, warn, info, debug or trace (default: print the level)")
    private @Nullable String level;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "such as 90s, 10m or 1h, then it is as before (default: until it is reset)")
    private @Nullable String span;

    @Option(names = "--reset", description = "take the change of LOGGER back")
    private boolean reset;

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        if (reset && (logger == null || level != null || span != null)) {
            throw new ParameterException(
                    commandLine(), "--reset: (expected: with a LOGGER, and without LEVEL and --for)");
        }
        if (span != null && level == null) {
            throw new ParameterException(commandLine(), "--for: " + span + " (expected: with a LOGGER and a LEVEL)");
        }
        if (logger == null) {
            return client.get(PATH, accept);
        }
        String name = AdminClient.escaped(logger);
        if (reset) {
            return client.delete(PATH + "/" + name, accept);
        }
        return level == null
                ? client.get(PATH + "?logger=" + name, accept)
                : client.post(
                        PATH + "/" + name,
                        new ChangeOptions()
                                .with("level", level)
                                .with("for", span)
                                .json(),
                        accept);
    }
}
