package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drain BACKEND}: has a running proxy send new clients elsewhere and move those that are there. */
@Command(
        name = "drain",
        description = "Have a running proxy move the clients of a backend to others; new ones go there at once.",
        mixinStandardHelpOptions = true)
final class DrainCommand extends RemoteCommand {

    @Parameters(paramLabel = "BACKEND", description = "the backend's name, as status prints it")
    private String backend = "";

    @Option(names = "--cluster", paramLabel = "NAME", description = "which one, where several clusters have it")
    private @Nullable String cluster;

    @Option(
            names = "--pace",
            paramLabel = "RATE",
            description = "clients a second, such as 500/s (default: the configuration's shutdown.pace)")
    private @Nullable String pace;

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        ChangeOptions options = new ChangeOptions().with("pace", pace).with("cluster", cluster);
        return client.post("/api/v1/backends/" + AdminClient.escaped(backend) + "/drain", options.json(), accept);
    }
}
