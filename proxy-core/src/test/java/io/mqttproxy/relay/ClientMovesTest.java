package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.BalancerFactory;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.EjectionPolicy;
import io.mqttproxy.routing.HealthPolicy;
import io.mqttproxy.routing.LeastConnections;
import io.mqttproxy.routing.Rendezvous;
import io.mqttproxy.routing.RouteKey;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time is that of embedded event loops and stands still unless a test moves it. */
class ClientMovesTest {

    private final ProxyMetrics metrics = new ProxyMetrics();
    private final Sessions sessions = new Sessions();
    private final Accounting accounting =
            new Accounting(metrics.listener("mqtts", Accounting.labels()), sessions, AccessLog.off());
    private final EmbeddedChannel time = new EmbeddedChannel();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final ClientMoves moves = new ClientMoves(sessions, time.eventLoop());

    @BeforeEach
    void stopTheClock() {
        time.freezeTime();
    }

    @AfterEach
    void close() {
        moves.close();
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        time.finishAndReleaseAll();
        metrics.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 14, 25, 100, 500})
    void movesAsManyInASecondAsItMay(int perSecond) {
        // given
        Cluster cluster = cluster(LeastConnections::new, 1, 1);
        connect(cluster, 0, 2_000);

        // when
        moves.drain(cluster.backends().get(0), "test", perSecond);
        seconds(1);

        // then
        assertThat(2_000 - sessions.size()).isEqualTo(perSecond);
        seconds(1);
        assertThat(2_000 - sessions.size()).isEqualTo(2 * perSecond);
    }

    @Test
    void ticksNoLongerForABackendThatIsGone() {
        // given
        Cluster cluster = cluster(LeastConnections::new, 1, 1);
        moves.drain(cluster.backends().get(0), "test", 10);
        assertThat(time.runScheduledPendingTasks()).isPositive();

        // when
        moves.retain(Set.of(cluster.backends().get(1)));
        assertThat(time.runScheduledPendingTasks()).isEqualTo(-1);
    }

    @Test
    void drainsOnlyTheBackendThatIsMeantAndTakesItOutAtOnce() {
        // given
        Cluster cluster = cluster(LeastConnections::new, 1, 1);
        connect(cluster, 0, 10);
        connect(cluster, 1, 10);

        // when
        moves.drain(cluster.backends().get(0), "test", 100);

        // then
        assertThat(cluster.backends().get(0).available()).isFalse();
        assertThat(sessions.size()).isEqualTo(20);
        seconds(1);
        assertThat(connections(cluster)).containsExactly(0, 10);
    }

    @Test
    void goesOnAtANewPace() {
        // given
        Cluster cluster = cluster(LeastConnections::new, 1, 1);
        connect(cluster, 0, 1_000);
        moves.drain(cluster.backends().get(0), "test", 10);
        seconds(1);

        // when
        moves.drain(cluster.backends().get(0), "test", 100);
        seconds(1);

        // then
        assertThat(connections(cluster)).containsExactly(1_000 - 110, 0);
    }

    @Test
    void leavesThoseWhoAreStillThereWhenItIsRestored() {
        // given
        Cluster cluster = cluster(LeastConnections::new, 1, 1);
        connect(cluster, 0, 100);
        moves.drain(cluster.backends().get(0), "test", 10);
        seconds(1);

        // when
        moves.restore(cluster.backends().get(0));
        seconds(5);

        // then
        assertThat(cluster.backends().get(0).available()).isTrue();
        assertThat(connections(cluster)).containsExactly(90, 0);
    }

    @Test
    void waitsForTheConnackOfAClientThatWasOnItsWayAndForTheEndOfAPacket() throws Exception {
        // given one without a CONNACK and one with half a PUBLISH
        Cluster cluster = cluster(LeastConnections::new, 1, 1);
        Session early = connecting(cluster, 0);
        Session reading = connect(cluster, 0, 1);
        reading.traffic().toClient(Unpooled.wrappedBuffer(new byte[] {0x30, 0x04, 0x00}));
        moves.drain(cluster.backends().get(0), "test", 100);
        seconds(1);
        assertThat(early.ended()).isFalse();
        assertThat(reading.ended()).isFalse();

        // when
        early.answered(0);
        reading.traffic().toClient(Unpooled.wrappedBuffer(new byte[] {0x01, 't', 'x'}));
        reading.endIfAsked();

        // then; another look is taken a second of real time after the last
        assertThat(reading.reason()).isEqualTo(CloseReason.MOVED);
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            seconds(1);
            assertThat(early.reason()).isEqualTo(CloseReason.MOVED);
        });
    }

    @Test
    void rebalancesToAnEvenShareAndMovesNobodyMore() {
        // given a cluster to which a third backend has been added, with twice the weight
        Cluster cluster = cluster(LeastConnections::new, 1, 1, 2);
        connect(cluster, 0, 60);
        connect(cluster, 1, 40);

        // when
        int moving = moves.rebalance(cluster, 1_000);
        seconds(1);

        // then
        assertThat(moving).isEqualTo(50);
        assertThat(connections(cluster)).containsExactly(25, 25, 0);
    }

    @Test
    void rebalancesWithHashingThoseWhoseOwnerIsAnotherOneNow() {
        // given clients where two backends had put them, and a third backend
        Cluster cluster = cluster(Rendezvous::new, 1, 1, 1);
        Cluster before = new Cluster("before", cluster.backends().subList(0, 2), Rendezvous::new);
        List<String> stay = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            RouteKey key = key("device-" + i);
            BackendState at = Objects.requireNonNull(before.home(key));
            connect(cluster, at, cluster.keyHash(key)).answered(0);
            if (at.equals(cluster.home(key))) {
                stay.add(key.clientId());
            }
        }

        // when
        int moving = moves.rebalance(cluster, 1_000);
        seconds(1);

        // then about a third, and nobody else
        assertThat(moving).isEqualTo(300 - stay.size()).isBetween(70, 130);
        assertThat(sessions.size()).isEqualTo(stay.size());
    }

    @Test
    void leavesTheClientsOfABackendAloneThatIsDown() {
        // given
        Cluster cluster = cluster(Rendezvous::new, 1, 1);
        for (int i = 0; i < 20; i++) {
            RouteKey key = key("device-" + i);
            connect(cluster, Objects.requireNonNull(cluster.home(key)), cluster.keyHash(key))
                    .answered(0);
        }
        cluster.backends().get(0).probe(false, "refused");

        // then
        assertThat(moves.rebalance(cluster, 1_000)).isZero();
    }

    @Test
    void startsAnewWhenItIsRebalancedAgain() {
        // given
        Cluster cluster = cluster(LeastConnections::new, 1, 1);
        connect(cluster, 0, 100);
        moves.rebalance(cluster, 10);
        seconds(1);

        // when
        int moving = moves.rebalance(cluster, 1_000);
        seconds(1);

        // then 10 of 100 had gone
        assertThat(moving).isEqualTo(45);
        assertThat(connections(cluster)).containsExactly(45, 0);
    }

    private static Cluster cluster(BalancerFactory policy, int... weights) {
        List<BackendState> states = IntStream.range(0, weights.length)
                .mapToObj(i -> new BackendState(
                        new Backend("b" + i, "192.0.2.1", 1883 + i, weights[i]),
                        HealthPolicy.DEFAULT,
                        EjectionPolicy.DEFAULT,
                        System::nanoTime,
                        InstantSource.system()))
                .toList();
        return new Cluster("brokers", states, policy);
    }

    private static List<Integer> connections(Cluster cluster) {
        return cluster.backends().stream().map(BackendState::connections).toList();
    }

    private static RouteKey key(String clientId) {
        return new RouteKey("mqtts", null, clientId, null, null, 5, "192.0.2.7");
    }

    /** Connects clients; the last one is returned. */
    private Session connect(Cluster cluster, int backend, int count) {
        Session last = connecting(cluster, backend);
        last.answered(0);
        for (int i = 1; i < count; i++) {
            last = connecting(cluster, backend);
            last.answered(0);
        }
        return last;
    }

    private Session connecting(Cluster cluster, int backend) {
        return connect(cluster, cluster.backends().get(backend), 0);
    }

    private Session connect(Cluster cluster, BackendState state, long keyHash) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        EmbeddedChannel backend = new EmbeddedChannel();
        channels.add(channel);
        Session session =
                TestClient.session(channel, NoIdentity.INSTANCE, TestClient.connect311("d" + channels.size(), null));
        accounting.accepted(session);
        state.opened();
        channel.closeFuture().addListener(closed -> state.closed());
        session.handedOver(new BackendLink(backend, TestClient.backend(cluster.name(), state), keyHash));
        return session;
    }

    private void seconds(int seconds) {
        for (int step = 0; step < 10 * seconds; step++) {
            pass(time);
            time.runPendingTasks();
            channels.forEach(ClientMovesTest::pass);
        }
    }

    private static void pass(EmbeddedChannel channel) {
        channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
        ByteBuf words = channel.readOutbound();
        if (words != null) {
            words.release();
        }
    }
}
