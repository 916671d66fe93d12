package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.identity.NoIdentity;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentRefusalsTest {

    private final RecentRefusals refusals = new RecentRefusals();

    @Test
    void areListedTheLatestFirst() {
        // given
        add(CloseReason.NO_CERT, 2, "b");
        add(CloseReason.NO_ROUTE, 3, "c");
        add(CloseReason.NO_CERT, 1, "a");

        // then
        assertThat(refusals.list()).extracting(Refusal::id).containsExactly("c", "b", "a");
    }

    @Test
    void keepsTheOneThatMattersWhileAFloodOfAnotherKindGoesOn() {
        // given
        add(CloseReason.CERT_EXPIRED, 1, "the one");

        // when
        for (int i = 0; i < 100_000; i++) {
            add(CloseReason.LIMIT_RATE, 2 + i, "flood-" + i);
        }

        // then
        assertThat(refusals.list())
                .hasSize(RecentRefusals.EACH_REASON + 1)
                .extracting(Refusal::id)
                .startsWith("flood-99999", "flood-99998")
                .endsWith("the one");
    }

    @Test
    void areWholeWhileManyThreadsAdd() throws Exception {
        // given
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    add(CloseReason.NO_CERT, i, "x");
                }
            }));
        }

        // when
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        // then
        assertThat(refusals.list()).hasSize(RecentRefusals.EACH_REASON).doesNotContainNull();
    }

    @Test
    void doNotKeepNamesOfAnyLength() {
        // given a client identifier as long as MQTT has them
        EmbeddedChannel channel = new EmbeddedChannel();
        Session session =
                TestClient.session(channel, NoIdentity.INSTANCE, TestClient.connect5("x".repeat(65_535), null));
        session.end(CloseReason.CLIENT_ID_REJECTED, "y".repeat(1_000));

        // when
        Refusal refusal = Refusal.of(session, CloseReason.CLIENT_ID_REJECTED);
        channel.finishAndReleaseAll();

        // then
        assertThat(refusal.clientId()).hasSize(Refusal.LONGEST_NAME);
        assertThat(refusal.detail()).hasSize(Refusal.LONGEST_NAME);
        assertThat(refusal.client()).isEqualTo("192.0.2.7:40000");
        assertThat(refusal.id()).isEqualTo("1f-1");
    }

    private void add(CloseReason reason, long time, @Nullable String id) {
        refusals.add(new Refusal(
                time,
                reason,
                "mqtts",
                new InetSocketAddress("192.0.2.7", 40_000),
                null,
                null,
                String.valueOf(id),
                null));
    }
}
