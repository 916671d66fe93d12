package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import picocli.CommandLine.Command;

/** {@code bundles}: which certificates there are, where from, and for whom. */
@Command(
        name = "bundles",
        description = "Print the certificate bundles of a running proxy: where each is from, and whom it serves.",
        mixinStandardHelpOptions = true)
final class BundlesCommand extends RemoteCommand {

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        return client.get("/api/v1/bundles", accept);
    }
}
