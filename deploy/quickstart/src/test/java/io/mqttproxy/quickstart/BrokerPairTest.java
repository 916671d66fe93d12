package io.mqttproxy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerPairTest {

    private BrokerPair brokers;

    @BeforeAll
    void startBrokers(@TempDir Path folder) throws Exception {
        BrokerLog.to(folder.resolve("brokers.log"));
        EmbeddedBroker.tuneForAQuickStart();
        brokers = BrokerPair.start(folder).join();
    }

    @AfterAll
    void stopBrokers() throws Exception {
        brokers.stop();
    }

    @Test
    void whatIsPublishedAtTheFirstArrivesOnceAtBoth() throws Exception {
        try (TestClient first = TestClient.at(brokers.first(), "one/#");
                TestClient second = TestClient.at(brokers.second(), "one/#")) {

            first.publish("one/a", "hello");
            first.publish("one/b", "end");

            assertThat(second.receive(2)).containsExactly("one/a hello", "one/b end");
            assertThat(first.receive(2)).containsExactly("one/a hello", "one/b end");
        }
    }

    @Test
    void whatIsPublishedAtTheSecondArrivesOnceAtBoth() throws Exception {
        try (TestClient first = TestClient.at(brokers.first(), "two/#");
                TestClient second = TestClient.at(brokers.second(), "two/#")) {

            second.publish("two/a", "hello");
            second.publish("two/b", "end");

            assertThat(first.receive(2)).containsExactly("two/a hello", "two/b end");
            assertThat(second.receive(2)).containsExactly("two/a hello", "two/b end");
        }
    }

    @Test
    void whatIsRetainedAtOneIsRetainedAtTheOtherAndCanBeDeletedThere() throws Exception {
        retain("three/state", "on", brokers.first(), brokers.second());
        try (TestClient late = TestClient.at(brokers.second(), "three/state")) {
            assertThat(late.receive(1)).containsExactly("three/state on (retained)");
        }

        retain("three/state", "", brokers.second(), brokers.first());
        try (TestClient later = TestClient.at(brokers.first(), "three/#")) {
            later.publish("three/end", "end");
            assertThat(later.receive(1)).containsExactly("three/end end");
        }
    }

    /** Retains at one broker and returns when the other one has heard of it. */
    private static void retain(String topic, String payload, EmbeddedBroker at, EmbeddedBroker other) throws Exception {
        try (TestClient publisher = TestClient.at(at, "unused");
                TestClient watcher = TestClient.at(other, "three/#")) {
            publisher.publishRetained(topic, payload);
            publisher.publish("three/told", "end");
            List<String> heard = watcher.receiveUntil("three/told end");
            assertThat(heard).contains(topic + " " + payload);
        }
    }
}
