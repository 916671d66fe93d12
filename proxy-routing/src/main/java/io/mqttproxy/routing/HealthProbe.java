package io.mqttproxy.routing;

import java.util.concurrent.CompletionStage;

/** Asks a backend whether it is alive. Implemented where the sockets are. */
@FunctionalInterface
public interface HealthProbe {

    /**
     * Starts one probe and returns at once.
     *
     * <p>The answer's {@link CompletionStage#toCompletableFuture() future} is cancelled when nobody waits for it any
     * more (the policy's timeout passed, or checking ended); the implementation then closes what it opened. An
     * exceptional completion counts as a failed probe.
     */
    CompletionStage<ProbeResult> probe(Backend backend);
}
