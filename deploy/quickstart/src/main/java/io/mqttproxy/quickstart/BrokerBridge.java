package io.mqttproxy.quickstart;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries every message that is published at one of two brokers to the other one, once.
 *
 * <p>One client at each broker subscribes to everything and publishes at the other what it gets. The clients subscribe
 * with No Local (MQTT 5 section 3.8.3.1), so that what one published does not come back to it and nothing goes in
 * circles. With Retain As Published a retained message is retained at the other broker too, and an empty one deletes it
 * there; what was retained before the bridge came up is not carried over.
 */
final class BrokerBridge {

    private static final Logger log = LoggerFactory.getLogger(BrokerBridge.class);

    private static final Mqtt5Subscribe EVERYTHING = Mqtt5Subscribe.builder()
            .topicFilter("#")
            .noLocal(true)
            .retainAsPublished(true)
            .retainHandling(Mqtt5RetainHandling.DO_NOT_SEND)
            .build();

    private final Mqtt5AsyncClient first;
    private final Mqtt5AsyncClient second;

    private BrokerBridge(Mqtt5AsyncClient first, Mqtt5AsyncClient second) {
        this.first = first;
        this.second = second;
    }

    /** Joins the brokers at two ports of 127.0.0.1; completes when messages flow both ways. */
    static CompletableFuture<BrokerBridge> between(int firstPort, int secondPort) {
        Mqtt5AsyncClient first = client(firstPort);
        Mqtt5AsyncClient second = client(secondPort);
        return CompletableFuture.allOf(first.connect(), second.connect())
                .thenCompose(connected -> CompletableFuture.allOf(forward(first, second), forward(second, first)))
                .thenApply(subscribed -> new BrokerBridge(first, second));
    }

    private static Mqtt5AsyncClient client(int port) {
        return Mqtt5Client.builder()
                .identifier("quickstart-bridge")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
    }

    private static CompletableFuture<?> forward(Mqtt5AsyncClient from, Mqtt5AsyncClient to) {
        return from.subscribe(EVERYTHING, message -> carry(message, to));
    }

    private static void carry(Mqtt5Publish message, Mqtt5AsyncClient to) {
        CompletableFuture<?> unused = to.publish(message).whenComplete((sent, failure) -> {
            if (failure != null) {
                log.warn("A message on {} did not get to the other broker", message.getTopic(), failure);
            }
        });
    }

    void close() {
        CompletableFuture.allOf(first.disconnect(), second.disconnect()).join();
    }
}
