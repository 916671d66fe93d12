package io.mqttproxy;

import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.BackendTarget;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.Roster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A cluster whose backends come and go: those of the configuration are always there, others join them. Used by one thread at
 * a time.
 */
final class LiveCluster {

    private final List<Backend> fixed;
    private final Roster roster;
    private final ProxyMetrics metrics;
    private final Function<BackendState, BackendTarget> newTarget;
    private final Map<BackendState, BackendTarget> targets;
    private Cluster cluster;

    /**
     * @param empty the cluster with its policy and nobody in it
     * @param fixed those of the configuration
     * @param newTarget registers the meters of a backend
     * @param targets of all clusters; others read it meanwhile
     */
    LiveCluster(
            Cluster empty,
            List<Backend> fixed,
            Roster roster,
            ProxyMetrics metrics,
            Function<BackendState, BackendTarget> newTarget,
            Map<BackendState, BackendTarget> targets) {
        this.cluster = empty;
        this.fixed = List.copyOf(fixed);
        this.roster = roster;
        this.metrics = metrics;
        this.newTarget = newTarget;
        this.targets = targets;
        if (!fixed.isEmpty()) {
            update(List.of());
        }
    }

    /** The cluster as it is now. */
    Cluster cluster() {
        return cluster;
    }

    /**
     * Takes another list of those that join the fixed ones; of two with the same name or address the fixed one stays.
     *
     * @param discovered not empty unless there are fixed ones
     */
    Roster.Change update(List<Backend> discovered) {
        List<Backend> all = new ArrayList<>(fixed);
        discovered.stream().filter(backend -> !isFixed(backend)).forEach(all::add);
        Roster.Change change = roster.update(all);
        for (BackendState state : change.joined()) {
            metrics.removeBackend(cluster.name(), state.backend().name()); // of one that left and still has clients
            targets.put(state, newTarget.apply(state));
        }
        cluster = cluster.with(change.present());
        return change;
    }

    private boolean isFixed(Backend backend) {
        return fixed.stream()
                .anyMatch(known ->
                        known.name().equals(backend.name()) || known.address().equals(backend.address()));
    }

    /** Lets go of those that left, once their last client is gone. */
    void forgetEmpty() {
        for (BackendState state : roster.forgetEmpty()) {
            BackendTarget target = Objects.requireNonNull(targets.remove(state));
            String name = state.backend().name();
            boolean taken = targets.values().stream()
                    .anyMatch(other -> other.cluster().equals(target.cluster())
                            && other.state().backend().name().equals(name));
            if (!taken) { // by one of its name at another address
                metrics.removeBackend(target.cluster(), name);
            }
        }
    }
}
