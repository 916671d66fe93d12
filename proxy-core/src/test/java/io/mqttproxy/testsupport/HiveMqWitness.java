package io.mqttproxy.testsupport;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.client.parameter.ServerInformation;
import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.general.UserProperty;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An extension of HiveMQ: only an extension is told which port was bound, and what was in a CONNECT. */
public final class HiveMqWitness implements ExtensionMain {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final CompletableFuture<ServerInformation> server = new CompletableFuture<>();
    private final Map<String, SeenClient> clients = new ConcurrentHashMap<>();

    HiveMqWitness() {}

    /**
     * A client as the broker saw it when it connected.
     *
     * @param username the user name of the CONNECT, or null when it had none
     * @param userProperties those of its CONNECT as {@code name=value}, in order
     */
    public record SeenClient(@Nullable String username, List<String> userProperties) {}

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        Services.eventRegistry().setClientLifecycleEventListener(client -> new Listener());
        server.complete(input.getServerInformation());
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        // nothing was opened
    }

    /** Right once the broker has started: listeners are bound after the extensions. */
    int port() {
        return server.join().getListener().iterator().next().getPort();
    }

    SeenClient await(String clientId) {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(LIMIT)
                .until(() -> clients.get(clientId), Objects::nonNull);
    }

    /** Called on the broker's threads. */
    private final class Listener implements ClientLifecycleEventListener {

        @Override
        public void onMqttConnectionStart(ConnectionStartInput input) {
            ConnectPacket connect = input.getConnectPacket();
            clients.put(
                    connect.getClientId(),
                    new SeenClient(
                            connect.getUserName().orElse(null),
                            connect.getUserProperties().asList().stream()
                                    .map(Listener::text)
                                    .toList()));
        }

        private static String text(UserProperty property) {
            return property.getName() + "=" + property.getValue();
        }

        @Override
        public void onAuthenticationSuccessful(AuthenticationSuccessfulInput input) {
            // the CONNECT says it all
        }

        @Override
        public void onDisconnect(DisconnectEventInput input) {
            // the CONNECT says it all
        }
    }
}
