package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore BACKEND}: takes a drain back. */
@Command(
        name = "restore",
        description = "Have a running proxy send clients to a drained backend again.",
        mixinStandardHelpOptions = true)
final class RestoreCommand extends RemoteCommand {

    @Parameters(paramLabel = "BACKEND", description = "the backend's name, as status prints it")
    private String backend = "";

    @Option(names = "--cluster", paramLabel = "NAME", description = "which one, where several clusters have it")
    private @Nullable String cluster;

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        ChangeOptions options = new ChangeOptions().with("cluster", cluster);
        return client.post("/api/v1/backends/" + AdminClient.escaped(backend) + "/restore", options.json(), accept);
    }
}
