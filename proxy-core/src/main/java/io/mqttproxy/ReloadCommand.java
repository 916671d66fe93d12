package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code reload}: has a running proxy read its configuration anew, and says how that went. */
@Command(
        name = "reload",
        description = "Have a running proxy read its configuration anew. When anything is wrong, nothing changes.",
        mixinStandardHelpOptions = true)
final class ReloadCommand extends RemoteCommand {

    /**
     * A reload reads files, may look up backends, and may wait for another one. Shorter than the 60 s after which the admin port
     * closes a connection, so that the command says what it waited for.
     */
    private static final Duration LIMIT = Duration.ofSeconds(50);

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        return client.post("/api/v1/reload", "", accept, LIMIT);
    }
}
