package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import picocli.CommandLine.Command;

/** {@code bans}: who is kept out. */
@Command(name = "bans", description = "Print whom a running proxy keeps out.", mixinStandardHelpOptions = true)
final class BansCommand extends RemoteCommand {

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        return client.get("/api/v1/bans", accept);
    }
}
