package io.mqttproxy.quickstart;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.client.parameter.ServerInformation;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import java.util.concurrent.CompletableFuture;

/** Finds out which port an {@link EmbeddedBroker} got: only an extension is told. */
final class PortReader implements ExtensionMain {

    private final CompletableFuture<ServerInformation> server = new CompletableFuture<>();

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        server.complete(input.getServerInformation());
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        // nothing was opened
    }

    /** The port; right once the broker has started, because listeners are bound after the extensions. */
    int port() {
        return server.join().getListener().iterator().next().getPort();
    }
}
