package io.mqttproxy.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Two brokers that pass each other what is published at one of them.
 *
 * @param first called broker-1
 * @param second called broker-2
 * @param bridge carries the messages
 */
record BrokerPair(EmbeddedBroker first, EmbeddedBroker second, BrokerBridge bridge) {

    /** Starts both at once, each with a folder of its own under {@code folder}; completes when messages flow. */
    static CompletableFuture<BrokerPair> start(Path folder) throws IOException {
        CompletableFuture<EmbeddedBroker> first = EmbeddedBroker.start(folder.resolve("broker-1"));
        CompletableFuture<EmbeddedBroker> second = EmbeddedBroker.start(folder.resolve("broker-2"));
        return first.thenCombine(second, BrokerPair::join).thenCompose(pair -> pair);
    }

    private static CompletableFuture<BrokerPair> join(EmbeddedBroker first, EmbeddedBroker second) {
        return BrokerBridge.between(first.port(), second.port())
                .thenApply(bridge -> new BrokerPair(first, second, bridge));
    }

    /** Stops bridge and brokers, for tests; the program leaves that to the end of its process. */
    void stop() throws ExecutionException, InterruptedException {
        bridge.close();
        first.stop();
        second.stop();
    }
}
