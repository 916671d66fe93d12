package io.mqttproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.testsupport.MosquittoBroker;
import io.mqttproxy.testsupport.MosquittoClients;
import io.mqttproxy.testsupport.RequiresProgram;
import io.mqttproxy.testsupport.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A drain as somebody else's clients and brokers see it. */
@Timeout(90)
@RequiresProgram({"mosquitto", "mosquitto_sub", "mosquitto_pub", "stdbuf"})
class MovedByMosquittoIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String TOKEN = "let-me-in";

    @TempDir
    private Path folder;

    @Test
    void anOldClientComesBackByItselfAndGetsItsMessagesFromTheOtherBroker() throws Exception {
        try (MosquittoBroker one = MosquittoBroker.anonymous();
                MosquittoBroker two = MosquittoBroker.anonymous();
                ProxyUnderTest proxy = proxy(one, two);
                RunningProgram subscriber = subscriber(proxy, "mqttv311")) {
            // when
            drain(proxy, one);

            // then
            proxy.awaitMetric(1, "mqttproxy_backend_connections", name(two));
            two.awaitLog(LIMIT, "news");
            MosquittoClients.publish("-p", Integer.toString(two.port()), "-t", "news", "-m", "after the move");
            subscriber.awaitOutput(LIMIT, "after the move");
        }
    }

    @Test
    void aClientOfMqtt5ReadsTheReason() throws Exception {
        try (MosquittoBroker one = MosquittoBroker.anonymous();
                MosquittoBroker two = MosquittoBroker.anonymous();
                ProxyUnderTest proxy = proxy(one, two);
                RunningProgram subscriber = subscriber(proxy, "mqttv5")) {
            // when
            drain(proxy, one);

            // then 0x9C
            subscriber.awaitOutput(LIMIT, "eceived DISCONNECT (156)");
            await().atMost(LIMIT)
                    .until(() -> proxy.metric("mqttproxy_client_disconnects_total", "cause=\"moved\"") == 1);
            proxy.assertBooksBalance();
        }
    }

    /** The second broker is used while the first one cannot serve. */
    private ProxyUnderTest proxy(MosquittoBroker one, MosquittoBroker two) throws Exception {
        Files.writeString(folder.resolve("token"), TOKEN);
        return ProxyUnderTest.startWithAdmin(
                folder, """
                listeners: {mqtts: {bind: "127.0.0.1:0"}}
                clusters:
                  brokers:
                    backends:
                      - "127.0.0.1:%d"
                      - {address: "127.0.0.1:%d", tier: 1}
                logging: {access: "off"}
                """.formatted(one.port(), two.port()), "{bind: \"127.0.0.1:0\", token: {file: token}}");
    }

    private static RunningProgram subscriber(ProxyUnderTest proxy, String version) {
        return MosquittoClients.subscriber(
                "-V", version, "-p", Integer.toString(proxy.port()), "-i", "subscriber", "-t", "news");
    }

    private static void drain(ProxyUnderTest proxy, MosquittoBroker broker) {
        assertThat(proxy.post("/api/v1/backends/127.0.0.1:" + broker.port() + "/drain", TOKEN, "")
                        .statusCode())
                .isEqualTo(200);
    }

    private static String name(MosquittoBroker broker) {
        return "backend=\"127.0.0.1:" + broker.port() + "\"";
    }
}
