package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sessions}: live connections, or their end. */
@Command(
        name = "sessions",
        description = {
            "Print the live connections of a running proxy, or end them.",
            "In --client-id and --identity * stands for any run of characters."
        },
        mixinStandardHelpOptions = true)
final class SessionsCommand extends RemoteCommand {

    @Mixin
    private ClientOptions clients = new ClientOptions();

    @Option(names = "--id", paramLabel = "ID", description = "the connection's id, as in the access log")
    private @Nullable String id;

    @Option(names = "--backend", paramLabel = "NAME", description = "the name of its backend")
    private @Nullable String backend;

    @Option(names = "--listener", paramLabel = "NAME", description = "where it came in")
    private @Nullable String listener;

    @Option(names = "--after", paramLabel = "ID", description = "only those behind this one, for the next page")
    private @Nullable String after;

    @Option(names = "--limit", paramLabel = "N", description = "how many, 1 to 1000 (default: 100)")
    private @Nullable String limit;

    @Option(names = "--disconnect", description = "end them instead; needs the token and at least one property")
    private boolean disconnect;

    @Option(names = "--pace", paramLabel = "RATE", description = "how many to end in a second (default: shutdown.pace)")
    private @Nullable String pace;

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        clients.say("id", id);
        clients.say("backend", backend);
        clients.say("listener", listener);
        if (disconnect) {
            return client.post(
                    "/api/v1/sessions/disconnect",
                    clients.body().with("pace", pace).json(),
                    accept);
        }
        clients.say("after", after);
        clients.say("limit", limit);
        return client.get("/api/v1/sessions" + clients.query(), accept);
    }
}
