package io.mqttproxy.quickstart;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** An MQTT 5 client that is subscribed to one filter and tells what it receives as {@code topic payload}. */
final class TestClient implements AutoCloseable {

    private final Mqtt5BlockingClient client;
    private final Mqtt5BlockingClient.Mqtt5Publishes messages;

    private TestClient(Mqtt5BlockingClient client) {
        this.client = client;
        this.messages = client.publishes(MqttGlobalPublishFilter.ALL);
    }

    /** Connects, subscribes and returns when the broker has granted it. */
    static TestClient at(EmbeddedBroker broker, String filter) {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier("test-" + UUID.randomUUID())
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildBlocking();
        client.connect();
        TestClient test = new TestClient(client);
        client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send();
        return test;
    }

    void publish(String topic, String payload) {
        publish(topic, payload, false);
    }

    void publishRetained(String topic, String payload) {
        publish(topic, payload, true);
    }

    private void publish(String topic, String payload, boolean retain) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(retain)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    /** Waits at most 10 seconds for each of the next messages. */
    List<String> receive(int count) throws InterruptedException {
        List<String> received = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            received.add(next());
        }
        return received;
    }

    /** All messages up to this one. */
    List<String> receiveUntil(String last) throws InterruptedException {
        List<String> received = new ArrayList<>(receive(1));
        while (!received.get(received.size() - 1).equals(last)) {
            received.add(next());
        }
        return received;
    }

    private String next() throws InterruptedException {
        Mqtt5Publish message = messages.receive(10, TimeUnit.SECONDS)
                .orElseThrow(() -> new AssertionError("no message within 10 seconds"));
        String payload = new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
        return message.getTopic() + " " + payload + (message.isRetain() ? " (retained)" : "");
    }

    @Override
    public void close() {
        messages.close();
        client.disconnect();
    }
}
