package io.mqttproxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqttproxy.metrics.BackendMetrics;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.EjectionPolicy;
import io.mqttproxy.routing.HealthPolicy;
import io.mqttproxy.routing.RouteKey;
import io.mqttproxy.testsupport.StubBehaviour;
import io.mqttproxy.testsupport.StubBroker;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackendConnectorTest {

    private static final RouteKey KEY = new RouteKey("mqtts", null, "device-1", null, null, 4, "192.0.2.7");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final NetworkLoop network = new NetworkLoop();
    private final ProxyMetrics metrics = new ProxyMetrics();
    private final Map<BackendState, BackendTarget> targets = new HashMap<>();
    private final List<BackendState> states = new ArrayList<>();
    private StubBroker broker;
    private Socket peer;
    private Session session;

    @BeforeEach
    void connectAClient() throws Exception {
        broker = StubBroker.start(StubBehaviour.accepting());
        peer = network.connect();
        session = TestClient.session(network.accepted());
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
        network.close();
        broker.close();
        metrics.close();
    }

    @Test
    void connectsOnTheEventLoopOfTheClient() throws Exception {
        // when
        Channel backend = connect(cluster(broker.port())).connected();

        // then
        assertThat(backend.eventLoop()).isSameAs(session.client().eventLoop());
        assertThat(states.get(0).connections()).isEqualTo(1);
    }

    @Test
    void countsTheConnectionUntilItsChannelCloses() throws Exception {
        // given
        Channel backend = connect(cluster(broker.port())).connected();

        // when
        backend.close().sync();

        // then
        await().atMost(LIMIT).until(() -> states.get(0).connections() == 0);
    }

    @Test
    void triesTheNextOneWhenABackendRefuses() throws Exception {
        // when
        Attempt attempt = connect(cluster(deadPort(), deadPort(), broker.port()));

        // then
        assertThat(attempt.connected().isActive()).isTrue();
        assertThat(states).extracting(BackendState::connections).containsExactly(0, 0, 1);
        assertThat(metrics.scrape()).contains("reason=\"refused\"");
    }

    @Test
    void passesOverABackendThatHasLeftItsClusterMeanwhile() throws Exception {
        Cluster cluster = cluster(broker.port(), broker.port());
        targets.remove(states.get(0));

        connect(cluster).connected();

        assertThat(states).extracting(BackendState::connections).containsExactly(0, 1);
    }

    @Test
    void givesUpWhenNobodyIsLeft() throws Exception {
        // when
        Attempt attempt = connect(cluster(deadPort(), deadPort()));

        // then
        assertThat(attempt.gaveUp()).isEqualTo("NO_BACKEND: 2 of cluster brokers tried, the last one: refused");
        assertThat(states).extracting(BackendState::connections).containsExactly(0, 0);
    }

    @Test
    void givesUpWhenNobodyMayBeUsed() throws Exception {
        // given
        Cluster cluster = weighted(0, broker.port());

        // when
        Attempt attempt = connect(cluster);

        // then
        assertThat(attempt.gaveUp()).isEqualTo("NO_BACKEND: cluster brokers has no backend that may be used");
    }

    @Test
    void leavesNothingBehindWhenTheClientGoesWhileItsBackendIsConnected() throws Exception {
        // when both happen in one task of the event loop
        Attempt attempt = endWhileConnecting(CloseReason.CLIENT_CLOSED);

        // then the backend may never hear of it
        assertThat(attempt.gaveUp()).startsWith("CLIENT_CLOSED: ");
        await().atMost(LIMIT).until(() -> states.get(0).connections() == 0);
    }

    @Test
    void closesTheBackendThatIsConnectedWhileTheClientIsToldGoodbye() throws Exception {
        // when
        Attempt attempt = endWhileConnecting(CloseReason.DRAIN);

        // then
        assertThat(attempt.gaveUp()).startsWith("CLIENT_CLOSED: ");
        assertThat(broker.awaitConnection(0).awaitEnd()).isNotNull();
        await().atMost(LIMIT).until(() -> states.get(0).connections() == 0);
    }

    private Attempt endWhileConnecting(CloseReason reason) throws Exception {
        Cluster cluster = cluster(broker.port());
        Attempt attempt = new Attempt();
        BackendConnector connector = new BackendConnector(network.backendSide(), targets);
        session.client()
                .eventLoop()
                .submit(() -> {
                    connector.connect(session, cluster, KEY, attempt);
                    session.end(reason);
                })
                .sync();
        return attempt;
    }

    @Test
    void triesNobodyElseWhenTheClientHasGone() throws Exception {
        // given a backend that will refuse, and another one
        Cluster cluster = cluster(deadPort(), broker.port());
        Attempt attempt = new Attempt();

        // when
        BackendConnector connector = new BackendConnector(network.backendSide(), targets);
        session.client().eventLoop().submit(() -> {
            connector.connect(session, cluster, KEY, attempt);
            session.end(CloseReason.CLIENT_CLOSED);
        });

        // then
        attempt.gaveUp();
        assertThat(broker.connections()).isEmpty();
        assertThat(states).extracting(BackendState::connections).containsExactly(0, 0);
    }

    @Test
    void doesNotConnectForAClientThatHasGone() throws Exception {
        // given
        Cluster cluster = cluster(broker.port());
        session.client()
                .eventLoop()
                .submit(() -> session.end(CloseReason.CLIENT_CLOSED))
                .sync();

        // when
        connect(cluster).gaveUp();

        // then
        assertThat(broker.connections()).isEmpty();
    }

    @Test
    void tellsTheOutcomeOnTheEventLoopEvenWhenThereIsNoDescriptorLeftForASocket() throws Exception {
        // given what happens behind RLIMIT_NOFILE: Netty reports it on a thread of its own
        Bootstrap template = new Bootstrap().channelFactory(() -> {
            throw new ChannelException("Too many open files");
        });
        CompletableFuture<Boolean> onTheLoop = new CompletableFuture<>();
        BackendConnector.Outcome outcome = new BackendConnector.Outcome() {
            @Override
            public void connected(BackendTarget target, Channel backend) {
                onTheLoop.completeExceptionally(new AssertionError("connected"));
            }

            @Override
            public void gaveUp(CloseReason reason, String detail) {
                onTheLoop.complete(session.client().eventLoop().inEventLoop());
            }
        };
        Cluster cluster = cluster(broker.port());

        // when
        BackendConnector connector =
                new BackendConnector(template.handler(new ChannelInboundHandlerAdapter()), targets);
        session.client().eventLoop().execute(() -> connector.connect(session, cluster, KEY, outcome));

        // then
        assertThat(onTheLoop.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private Attempt connect(Cluster cluster) {
        Attempt attempt = new Attempt();
        BackendConnector connector = new BackendConnector(network.backendSide(), targets);
        session.client().eventLoop().execute(() -> connector.connect(session, cluster, KEY, attempt));
        return attempt;
    }

    private Cluster cluster(int... ports) {
        return weighted(Backend.DEFAULT_WEIGHT, ports);
    }

    /** A cluster that is tried in the order of its list. */
    private Cluster weighted(int weight, int... ports) {
        for (int port : ports) {
            Backend backend = new Backend("b" + states.size(), "127.0.0.1", port, weight);
            BackendState state = new BackendState(
                    backend, HealthPolicy.DEFAULT, EjectionPolicy.DEFAULT, System::nanoTime, InstantSource.system());
            BackendMetrics meters = metrics.backend(
                    "brokers", backend.name(), state::available, state::connections, List.of(ConnectFailure.values()));
            states.add(state);
            targets.put(
                    state,
                    new BackendTarget(
                            "brokers",
                            state,
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                            meters,
                            null,
                            null,
                            ClusterRules.NONE));
        }
        return new Cluster(
                "brokers",
                List.copyOf(states),
                list -> (eligible, key) ->
                        list.stream().filter(eligible::test).findFirst().orElse(null));
    }

    private static int deadPort() {
        try (StubBroker gone = StubBroker.start(StubBehaviour.accepting())) {
            return gone.port();
        }
    }

    /** How it came out. */
    private static final class Attempt implements BackendConnector.Outcome {

        private final CompletableFuture<Channel> connected = new CompletableFuture<>();
        private final CompletableFuture<String> gaveUp = new CompletableFuture<>();

        @Override
        public void connected(BackendTarget target, Channel backend) {
            connected.complete(backend);
        }

        @Override
        public void gaveUp(CloseReason reason, String detail) {
            gaveUp.complete(reason + ": " + detail);
        }

        Channel connected() throws Exception {
            return connected.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }

        String gaveUp() throws Exception {
            return gaveUp.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
