package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ban}: keeps a client out, or lets it in again. */
@Command(
        name = "ban",
        description = {
            "Have a running proxy keep a client out and end its connections, or let it in again.",
            "One of --client-id, --identity and --address; bans end with the process unless bans.file is set."
        },
        mixinStandardHelpOptions = true)
final class BanCommand extends RemoteCommand {

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "such as 30m, 1h or 7d (default: until it is lifted)")
    private @Nullable String span;

    @Option(names = "--reason", paramLabel = "TEXT", description = "for those who see the list; no client is told")
    private @Nullable String reason;

    @Option(names = "--lift", description = "take the ban back")
    private boolean lift;

    @Override
    String ask(AdminClient admin, String accept) throws AdminClientException {
        return lift
                ? admin.delete("/api/v1/bans" + client.query(), accept)
                : admin.post(
                        "/api/v1/bans",
                        client.body().with("for", span).with("reason", reason).json(),
                        accept);
    }
}
