package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rebalance CLUSTER}: has a running proxy move as many clients as an even share needs. */
@Command(
        name = "rebalance",
        description = "Have a running proxy move as many clients as it takes for an even share; with hashing, those"
                + " whose backend is another one now.",
        mixinStandardHelpOptions = true)
final class RebalanceCommand extends RemoteCommand {

    @Parameters(paramLabel = "CLUSTER", description = "the cluster's name")
    private String cluster = "";

    @Option(
            names = "--pace",
            paramLabel = "RATE",
            description = "clients a second, such as 500/s (default: the configuration's shutdown.pace)")
    private @Nullable String pace;

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        String json = new ChangeOptions().with("pace", pace).json();
        return client.post("/api/v1/clusters/" + AdminClient.escaped(cluster) + "/rebalance", json, accept);
    }
}
