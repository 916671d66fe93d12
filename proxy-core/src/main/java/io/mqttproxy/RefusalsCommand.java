package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code refusals}: why clients could not connect. */
@Command(
        name = "refusals",
        description = "Print why a running proxy refused clients lately, with the id of the access log's line.",
        mixinStandardHelpOptions = true)
final class RefusalsCommand extends RemoteCommand {

    @Mixin
    private ClientOptions clients = new ClientOptions();

    @Option(names = "--reason", paramLabel = "WORD", description = "only those, such as no_cert")
    private @Nullable String reason;

    @Option(names = "--limit", paramLabel = "N", description = "how many, 1 to 1000 (default: 50)")
    private @Nullable String limit;

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        clients.say("reason", reason);
        clients.say("limit", limit);
        return client.get("/api/v1/refusals" + clients.query(), accept);
    }
}
