package io.mqttproxy;

import io.mqttproxy.adminclient.AdminClient;
import io.mqttproxy.adminclient.AdminClientException;
import picocli.CommandLine.Command;

/** {@code certificates}: which one expires next. */
@Command(
        name = "certificates",
        description = "Print the certificates of a running proxy, the one that expires first ahead.",
        mixinStandardHelpOptions = true)
final class CertificatesCommand extends RemoteCommand {

    @Override
    String ask(AdminClient client, String accept) throws AdminClientException {
        return client.get("/api/v1/certificates", accept);
    }
}
