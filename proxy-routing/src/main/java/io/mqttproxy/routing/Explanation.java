package io.mqttproxy.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a client would go now, and why; for people. Made without picking, so that asking changes nothing.
 *
 * @param route the index of the route that it takes; -1 when none matches
 * @param cluster the cluster that it goes to; null when no route matches
 * @param candidates the cluster's backends in the order of the configuration
 * @param pick the backend that it belongs to by its hash; null for policies without hashing, where its turn decides among
 *     the candidates that are used
 */
public record Explanation(
        int route,
        @Nullable String cluster,
        List<Candidate> candidates,
        @Nullable String pick) {

    /**
     * A backend as this client sees it.
     *
     * @param view the backend
     * @param tier its priority; the smallest goes first
     * @param used whether clients are sent there now
     */
    public record Candidate(BackendView view, int tier, boolean used) {}

    /** Copies the candidates. */
    public Explanation {
        candidates = List.copyOf(candidates);
    }

    static Explanation of(int route, @Nullable Cluster cluster, RouteKey key) {
        if (cluster == null) {
            return new Explanation(route, null, List.of(), null);
        }
        List<BackendState> serving = cluster.serving();
        List<Candidate> candidates = cluster.backends().stream()
                .map(state -> new Candidate(state.view(), state.backend().tier(), serving.contains(state)))
                .toList();
        @Nullable BackendState home = cluster.home(key);
        return new Explanation(
                route,
                cluster.name(),
                candidates,
                home == null ? null : home.backend().name());
    }
}
