package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bundle delete}: takes an upload back. */
@Command(
        name = "delete",
        description = {
            "Take back a bundle that was uploaded. The one of its name in the configuration serves again;",
            "one that is still needed stays."
        },
        mixinStandardHelpOptions = true)
final class BundleDeleteCommand extends RemoteCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "the name of the bundle, or namespace/name")
    private String name = "";

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        return client.delete(BundlePutCommand.path(name), accept, BundlePutCommand.LIMIT);
    }
}
