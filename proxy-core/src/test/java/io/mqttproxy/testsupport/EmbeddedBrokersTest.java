package io.mqttproxy.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Both run in one process, on the Netty version of the proxy instead of their own. */
class EmbeddedBrokersTest {

    private static final byte[] PAYLOAD = "hello".getBytes(StandardCharsets.UTF_8);

    @Test
    void hiveMqCarriesMqtt5() throws InterruptedException {
        try (HiveMqBroker broker = HiveMqBroker.start()) {
            assertThat(sentAndReceivedWithMqtt5(broker.port())).hasValue(PAYLOAD);
        }
    }

    @Test
    void hiveMqCarriesMqtt3() throws InterruptedException {
        try (HiveMqBroker broker = HiveMqBroker.start()) {
            assertThat(sentAndReceivedWithMqtt3(broker.port())).hasValue(PAYLOAD);
        }
    }

    @Test
    void artemisCarriesMqtt5() throws InterruptedException {
        try (ArtemisBroker broker = ArtemisBroker.start()) {
            assertThat(sentAndReceivedWithMqtt5(broker.port())).hasValue(PAYLOAD);
        }
    }

    @Test
    void artemisCarriesMqtt3() throws InterruptedException {
        try (ArtemisBroker broker = ArtemisBroker.start()) {
            assertThat(sentAndReceivedWithMqtt3(broker.port())).hasValue(PAYLOAD);
        }
    }

    private static Optional<byte[]> sentAndReceivedWithMqtt5(int port) throws InterruptedException {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier("device-5")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildBlocking();
        client.connect();
        try (Mqtt5BlockingClient.Mqtt5Publishes messages = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.subscribeWith().topicFilter("a/b").send();
            client.publishWith()
                    .topic("a/b")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(PAYLOAD)
                    .send();
            return messages.receive(10, TimeUnit.SECONDS).map(Mqtt5Publish::getPayloadAsBytes);
        } finally {
            client.disconnect();
        }
    }

    private static Optional<byte[]> sentAndReceivedWithMqtt3(int port) throws InterruptedException {
        Mqtt3BlockingClient client = Mqtt3Client.builder()
                .identifier("device-3")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildBlocking();
        client.connect();
        try (Mqtt3BlockingClient.Mqtt3Publishes messages = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.subscribeWith().topicFilter("a/b").send();
            client.publishWith()
                    .topic("a/b")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(PAYLOAD)
                    .send();
            return messages.receive(10, TimeUnit.SECONDS).map(Mqtt3Publish::getPayloadAsBytes);
        } finally {
            client.disconnect();
        }
    }
}
