package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import picocli.CommandLine.Command;

/** {@code status}: the clusters of a running proxy with their backends. */
@Command(
        name = "status",
        description = "Print the clusters of a running proxy, with the state of each backend.",
        mixinStandardHelpOptions = true)
final class StatusCommand extends RemoteCommand {

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        return client.get("/api/v1/clusters", accept);
    }
}
