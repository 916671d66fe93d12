package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hash}: what a client is called in the logs. */
@Command(
        name = "hash",
        description = {
            "Print the hash that stands for a client in the logs of a running proxy (logging.hash).",
            "One of --client-id, --identity, --username and --address."
        },
        mixinStandardHelpOptions = true)
final class HashCommand extends RemoteCommand {

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Option(names = "--username", paramLabel = "TEXT", description = "the user name as the client sends it")
    private @Nullable String username;

    @Override
    String ask(AdminClient admin, String accept) throws AdminClientException {
        client.say("username", username);
        return admin.get("/api/v1/hash" + client.query(), accept);
    }
}
