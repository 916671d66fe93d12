package io.mqttproxy.testsupport;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.EnhancedAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthConnectInput;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ServerInformation;
import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** What runs inside HiveMQ CE: it learns the port, keeps whom the broker saw, and may ask a question first. */
final class HiveMqExtension implements ExtensionMain {

    private final CompletableFuture<ServerInformation> server = new CompletableFuture<>();
    private final List<HiveMqBroker.SeenClient> clients = new CopyOnWriteArrayList<>();
    private final boolean challenges;

    /** An extension that, if it challenges, lets only those in who answer a challenge with the same in capitals. */
    HiveMqExtension(boolean challenges) {
        this.challenges = challenges;
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        ConnectInboundInterceptor interceptor = (connect, answer) -> clients.add(seen(connect.getConnectPacket()));
        Services.interceptorRegistry().setConnectInboundInterceptorProvider(ignored -> interceptor);
        if (challenges) {
            Services.securityRegistry().setEnhancedAuthenticatorProvider(ignored -> new Challenge());
        }
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

    List<HiveMqBroker.SeenClient> clients() {
        return List.copyOf(clients);
    }

    private static HiveMqBroker.SeenClient seen(ConnectPacket connect) {
        List<String> properties = connect.getUserProperties().asList().stream()
                .map(property -> property.getName() + "=" + property.getValue())
                .toList();
        return new HiveMqBroker.SeenClient(
                connect.getClientId(), connect.getUserName().orElse(null), properties);
    }

    private static final class Challenge implements EnhancedAuthenticator {

        @Override
        public void onConnect(EnhancedAuthConnectInput input, EnhancedAuthOutput output) {
            if (input.getConnectPacket().getAuthenticationMethod().isPresent()) {
                output.continueAuthentication(HiveMqBroker.CHALLENGE.getBytes(StandardCharsets.US_ASCII));
            } else {
                output.failAuthentication();
            }
        }

        @Override
        public void onReAuth(EnhancedAuthInput input, EnhancedAuthOutput output) {
            output.continueAuthentication(HiveMqBroker.CHALLENGE.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void onAuth(EnhancedAuthInput input, EnhancedAuthOutput output) {
            byte[] answer = input.getAuthPacket().getAuthenticationDataAsArray().orElse(new byte[0]);
            if (new String(answer, StandardCharsets.US_ASCII).equals(HiveMqBroker.ANSWER)) {
                output.authenticateSuccessfully();
            } else {
                output.failAuthentication();
            }
        }
    }
}
