package io.mqttproxy.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresProgram({"mosquitto", "mosquitto_passwd", "mosquitto_pub", "mosquitto_sub"})
class MosquittoBrokerTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void carriesAMessageFromPublisherToSubscriber() {
        try (MosquittoBroker broker = MosquittoBroker.anonymous();
                RunningProgram subscriber = MosquittoClients.subscriber(at(broker, "-t", "a/#", "-C", "1"))) {

            ProgramResult published = MosquittoClients.publish(at(broker, "-t", "a/b", "-m", "hello", "-q", "1"));

            assertThat(published.exitCode()).isZero();
            assertThat(subscriber.awaitEnd(LIMIT).stdout().lines()).contains("hello");
        }
    }

    @Test
    void letsInOnlyThoseWhosePasswordItKnowsAndLogsTheirName() {
        try (MosquittoBroker broker = MosquittoBroker.withPasswords(Map.of("device-1", "secret"))) {

            ProgramResult known =
                    MosquittoClients.publish(at(broker, "-u", "device-1", "-P", "secret", "-t", "a", "-m", "x"));
            ProgramResult unknown =
                    MosquittoClients.publish(at(broker, "-u", "device-1", "-P", "wrong", "-t", "a", "-m", "x"));

            assertThat(known.exitCode()).isZero();
            assertThat(unknown.exitCode()).isNotZero();
            broker.awaitLog(LIMIT, "u'device-1'");
            broker.awaitLog(LIMIT, "not authorised");
        }
    }

    private static String[] at(MosquittoBroker broker, String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        all[0] = "-h";
        all[1] = "127.0.0.1";
        all[2] = "-p";
        all[3] = String.valueOf(broker.port());
        return all;
    }
}
