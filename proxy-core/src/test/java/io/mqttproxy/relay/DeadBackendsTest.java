package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqttproxy.identity.NoIdentity;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.EjectionPolicy;
import io.mqttproxy.routing.HealthPolicy;
import io.mqttproxy.routing.RoundRobin;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time is that of embedded event loops and stands still unless a test moves it. */
class DeadBackendsTest {

    private final ProxyMetrics metrics = new ProxyMetrics();
    private final Sessions sessions = new Sessions();
    private final Accounting accounting =
            new Accounting(metrics.listener("mqtts", Accounting.labels()), sessions, AccessLog.off());
    private final List<BackendTarget> targets = new ArrayList<>();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final Set<BackendTarget> left = new HashSet<>();
    private final DeadBackends dead = new DeadBackends(sessions, () -> targets, this::clusters);

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        metrics.close();
    }

    @Test
    void closesTheClientsOfABackendThatIsFoundDownAndNoOthers() {
        // given
        BackendTarget one = backend("one", "brokers", closing(null));
        BackendTarget two = backend("two", "brokers", closing(null));
        Session there = connect(one);
        Session elsewhere = connect(two);
        look();
        assertThat(there.ended()).isFalse();

        // when
        one.state().probe(false, "timeout");
        look();

        // then
        assertThat(there.reason()).isEqualTo(CloseReason.BACKEND_DOWN);
        assertThat(elsewhere.ended()).isFalse();
    }

    @Test
    void closesAlsoThoseWhoCameToLightLater() {
        // given one whose CONNECT had no answer when the backend was found down
        BackendTarget one = backend("one", "brokers", closing(null));
        backend("two", "brokers", closing(null));
        connect(one);
        Session late = connecting(one);
        one.state().probe(false, "timeout");
        look();
        assertThat(late.ended()).isFalse();

        // when
        late.answered(0);
        look();

        // then
        assertThat(late.reason()).isEqualTo(CloseReason.BACKEND_DOWN);
    }

    @Test
    void leavesThemWhereTheConfigurationDoesNotWantIt() {
        // given
        BackendTarget one = backend("one", "brokers", ClusterRules.NONE);
        backend("two", "brokers", ClusterRules.NONE);
        Session there = connect(one);

        // when
        one.state().probe(false, "timeout");
        look();

        // then
        assertThat(there.ended()).isFalse();
    }

    @Test
    void leavesThemWhileNobodyElseCouldServeThem() {
        // given another backend in another cluster
        BackendTarget one = backend("one", "brokers", closing(null));
        BackendTarget two = backend("two", "brokers", closing(null));
        backend("three", "others", closing(null));
        Session there = connect(one);

        // when
        one.state().probe(false, "timeout");
        two.state().probe(false, "timeout");
        look();

        // then
        assertThat(there.ended()).isFalse();

        // and when
        two.state().probe(true, "connected");
        two.state().probe(true, "connected");
        look();

        // then
        assertThat(there.reason()).isEqualTo(CloseReason.BACKEND_DOWN);
    }

    @Test
    void leavesThemWhileTheOnlyOtherHasLeftTheCluster() {
        // given one that left with a client of its own, and that nobody probes any more
        BackendTarget one = backend("one", "brokers", closing(null));
        BackendTarget gone = backend("gone", "brokers", closing(null));
        Session there = connect(one);
        connect(gone);
        left.add(gone);

        // when
        one.state().probe(false, "timeout");
        look();

        // then
        assertThat(there.ended()).isFalse();

        // and when it comes back
        left.clear();
        look();

        // then
        assertThat(there.reason()).isEqualTo(CloseReason.BACKEND_DOWN);
    }

    @Test
    void closesThoseOfADeadBackendThatLeftTheCluster() {
        // given
        BackendTarget gone = backend("gone", "brokers", closing(null));
        backend("other", "brokers", closing(null));
        Session there = connect(gone);
        left.add(gone);

        // when
        gone.state().probe(false, "timeout");
        look();

        // then
        assertThat(there.reason()).isEqualTo(CloseReason.BACKEND_DOWN);
    }

    @Test
    void keepsToTheStormLimitHoweverOftenItLooks() {
        // given a second for each
        BackendTarget one = backend("one", "brokers", closing(new StormLimit(1, () -> 0)));
        backend("two", "brokers", closing(null));
        for (int i = 0; i < 3; i++) {
            connect(one);
        }

        // when
        one.state().probe(false, "timeout");
        look();
        look();

        // then
        assertThat(one.state().connections()).isEqualTo(2);
        pass(1_100);
        look();
        assertThat(one.state().connections()).isEqualTo(1);
        pass(1_100);
        assertThat(one.state().connections()).isZero();
    }

    /** As the router has them: without those who left. */
    private List<Cluster> clusters() {
        return targets.stream()
                .map(BackendTarget::cluster)
                .distinct()
                .map(name -> new Cluster(name, members(name), RoundRobin::new))
                .toList();
    }

    private List<BackendState> members(String cluster) {
        return targets.stream()
                .filter(target -> target.cluster().equals(cluster) && !left.contains(target))
                .map(BackendTarget::state)
                .toList();
    }

    private static ClusterRules closing(@Nullable StormLimit limit) {
        return new ClusterRules(limit, null, true);
    }

    private BackendTarget backend(String name, String cluster, ClusterRules rules) {
        BackendState state = state(new Backend(name, "192.0.2.1", 1883 + targets.size(), 1));
        BackendTarget target = TestClient.backend(cluster, state, rules);
        targets.add(target);
        return target;
    }

    private static BackendState state(Backend backend) {
        return new BackendState(
                backend, HealthPolicy.DEFAULT, EjectionPolicy.DEFAULT, System::nanoTime, InstantSource.system());
    }

    private Session connect(BackendTarget target) {
        Session session = connecting(target);
        session.answered(0);
        return session;
    }

    private Session connecting(BackendTarget target) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channels.add(channel);
        Session session =
                TestClient.session(channel, NoIdentity.INSTANCE, TestClient.connect311("d" + channels.size(), null));
        accounting.accepted(session);
        target.state().opened();
        channel.closeFuture().addListener(closed -> target.state().closed());
        session.handedOver(new BackendLink(new EmbeddedChannel(), target, 0));
        return session;
    }

    private void look() {
        dead.look();
        pass(0);
    }

    private void pass(long millis) {
        for (EmbeddedChannel channel : channels) {
            channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            channel.runPendingTasks();
            channel.releaseOutbound();
        }
    }
}
