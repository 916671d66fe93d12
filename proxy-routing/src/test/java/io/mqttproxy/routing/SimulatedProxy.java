package io.mqttproxy.routing;

import io.mqttproxy.routing.Fleet.Broker;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One proxy of a {@link Fleet}: its own states of the brokers, its own probes, nothing shared with the others. */
final class SimulatedProxy {

    private static final int PROBE_STEPS = 50;
    private static final HealthPolicy HEALTH = HealthPolicy.DEFAULT;

    private final ManualClock clock;
    private final int number;
    private final List<BackendState> states = new ArrayList<>();
    private final IdentityHashMap<BackendState, Integer> indices = new IdentityHashMap<>();
    private @Nullable Cluster cluster;

    SimulatedProxy(ManualClock clock, int number) {
        this.clock = clock;
        this.number = number;
    }

    /** The list of brokers has grown to this length. */
    void brokers(int count, ClusterPolicy policy, boolean serving) {
        for (int i = states.size(); i < count; i++) {
            Backend backend = new Backend(Fixtures.broker(i + 1), "127.0.0.1", 1883, 1);
            BackendState state = new BackendState(backend, HEALTH, EjectionPolicy.DEFAULT, clock, clock);
            if (serving) {
                state.startSlowly();
            }
            indices.put(state, i);
            states.add(state);
        }
        cluster = new Cluster("brokers", states, policy);
    }

    BackendState state(int broker) {
        return states.get(broker);
    }

    Cluster cluster() {
        if (cluster == null) {
            throw new IllegalStateException("no brokers yet");
        }
        return cluster;
    }

    /** Each broker in turn within the interval, at another moment than the other proxies. */
    void probe(int step, List<Broker> brokers) {
        for (int i = 0; i < brokers.size(); i++) {
            if ((step + i * 7 + number * 13) % PROBE_STEPS == 0) {
                boolean up = brokers.get(i).up;
                states.get(i).probe(up, up ? "probe passed" : "connection refused");
            }
        }
    }

    /** The broker that has accepted the client; -1 when it was refused or nobody was left. */
    int connect(RouteKey key, List<Broker> brokers) {
        List<BackendState> tried = List.of();
        while (true) {
            BackendState picked = cluster().select(key, tried);
            if (picked == null) {
                return -1;
            }
            int index = Objects.requireNonNull(indices.get(picked));
            Broker broker = brokers.get(index);
            if (broker.up) {
                picked.connectSucceeded();
                return answer(picked, broker) ? index : -1;
            }
            picked.connectFailed();
            tried = new ArrayList<>(tried);
            tried.add(picked);
        }
    }

    private static boolean answer(BackendState picked, Broker broker) {
        broker.connects++;
        if (broker.connects > broker.capacity) {
            broker.refusals++;
            picked.refused();
            return false;
        }
        picked.accepted();
        picked.opened();
        return true;
    }
}
