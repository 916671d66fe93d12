package io.mqttproxy;

import io.mqttproxy.metrics.BackendMetrics;
import io.mqttproxy.metrics.ProxyMetrics;
import io.mqttproxy.relay.BackendTarget;
import io.mqttproxy.relay.ConnectFailure;
import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.Roster;
import io.mqttproxy.tls.LiveTls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A cluster whose backends come and go: those of the configuration are always there, others join them. Used by one thread at
 * a time.
 */
final class LiveCluster {

    private final ClusterPlan plan;
    private final Roster roster;
    private final Shared shared;
    private Cluster cluster;

    /**
     * What clusters have in common.
     *
     * @param tls for connections to backends
     * @param targets of all clusters; others read it meanwhile
     */
    record Shared(ProxyMetrics metrics, LiveTls tls, Map<BackendState, BackendTarget> targets) {}

    private LiveCluster(ClusterPlan plan, Roster roster, Shared shared) {
        this.plan = plan;
        this.roster = roster;
        this.shared = shared;
        this.cluster = plan.empty();
    }

    /**
     * A cluster of which nothing is known yet.
     *
     * @param discovered those that were found already
     */
    static LiveCluster begin(ClusterPlan plan, Shared shared, List<Backend> discovered) {
        LiveCluster live = new LiveCluster(plan, new Roster(plan::state), shared);
        live.take(discovered);
        return live;
    }

    /**
     * A cluster that goes on under another configuration: backends that stay keep all that is known of them, and their
     * meters. The one before is not used any more, except by clients that are on their way.
     *
     * @param discovered those that were found already
     */
    static LiveCluster follow(ClusterPlan plan, Shared shared, List<Backend> discovered, LiveCluster before) {
        LiveCluster live = new LiveCluster(plan, new Roster(plan::state, before.roster), shared);
        for (BackendState state : live.roster.all()) {
            plan.adopt(state);
            BackendMetrics meters = before.target(state).metrics();
            shared.targets.put(state, plan.target(state, meters, shared.tls));
        }
        live.take(discovered);
        live.forgetEmpty();
        return live;
    }

    /** A cluster that the configuration has no longer: all that is left of it are the clients of its backends. */
    static LiveCluster departed(LiveCluster before, Shared shared) {
        LiveCluster live = new LiveCluster(before.plan, new Roster(before.plan::state, before.roster), shared);
        live.roster.all().forEach(state -> shared.targets.put(state, before.target(state)));
        live.roster.dismiss();
        live.forgetEmpty();
        return live;
    }

    private void take(List<Backend> discovered) {
        if (discovered.isEmpty() && plan.backends().isEmpty()) {
            roster.dismiss();
        } else {
            update(discovered);
        }
    }

    private BackendTarget target(BackendState state) {
        return Objects.requireNonNull(shared.targets.get(state));
    }

    ClusterPlan plan() {
        return plan;
    }

    /** The cluster as it is now. */
    Cluster cluster() {
        return cluster;
    }

    /** Whether there is nobody, not even clients of backends that left. */
    boolean isEmpty() {
        return roster.all().isEmpty();
    }

    /**
     * Takes another list of those that join the fixed ones; of two with the same name or address the fixed one stays.
     *
     * @param discovered not empty unless there are fixed ones
     */
    Roster.Change update(List<Backend> discovered) {
        List<Backend> fixed = plan.backends();
        List<Backend> all = new ArrayList<>(fixed);
        discovered.stream().filter(backend -> !isIn(fixed, backend)).forEach(all::add);
        Roster.Change change = roster.update(all);
        for (BackendState state : change.joined()) {
            String name = state.backend().name();
            shared.metrics.removeBackend(plan.name(), name); // of one that left and still has clients
            shared.targets.put(state, plan.target(state, meters(state), shared.tls));
        }
        cluster = cluster.with(change.present());
        return change;
    }

    private static boolean isIn(List<Backend> fixed, Backend backend) {
        return fixed.stream()
                .anyMatch(known ->
                        known.name().equals(backend.name()) || known.address().equals(backend.address()));
    }

    private BackendMetrics meters(BackendState state) {
        return shared.metrics.backend(
                plan.name(),
                state.backend().name(),
                state::available,
                state::connections,
                List.of(ConnectFailure.values()));
    }

    /** Lets go of those that left, once their last client is gone. */
    void forgetEmpty() {
        for (BackendState state : roster.forgetEmpty()) {
            shared.targets.remove(state);
            String name = state.backend().name();
            boolean taken = roster.all().stream()
                    .anyMatch(other -> other.backend().name().equals(name));
            if (!taken) { // by one of its name at another address
                shared.metrics.removeBackend(plan.name(), name);
            }
        }
    }
}
