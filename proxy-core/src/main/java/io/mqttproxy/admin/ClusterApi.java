package io.mqttproxy.admin;

import io.mqttproxy.admin.AdminApi.Request;
import io.mqttproxy.admin.ClusterControl.ClusterView;
import io.mqttproxy.routing.BackendView;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * <code>/api/v1/clusters</code>, <code>/api/v1/clusters/{name}/rebalance</code> and <code>/api/v1/backends/{name}/…</code>.
 *
 * <p>Changes take <code>{"pace": "500/s"}</code> or no body. A backend whose name is in several clusters needs <code>
 * "cluster"</code> beside it: draining the wrong one is worse than asking again.
 */
final class ClusterApi {

    private static final String PACE = "pace";
    private static final String CLUSTER = "cluster";

    private final ClusterControl control;

    ClusterApi(ClusterControl control) {
        this.control = control;
    }

    AdminAnswer list(Request request) {
        List<ClusterView> clusters = control.clusters();
        return request.wantsText()
                ? AdminAnswer.text(HttpResponseStatus.OK, ClusterReport.text(clusters))
                : AdminAnswer.json(HttpResponseStatus.OK, ClusterReport.json(clusters));
    }

    AdminAnswer drain(Request request) {
        return change(request, Set.of(PACE, CLUSTER), options -> {
            int pace = pace(options);
            Member member = member(request.name(), options.get(CLUSTER));
            control.drain(member.cluster(), member.backend().name(), pace);
            int connections = member.backend().connections();
            return new Done(
                    new JsonObject()
                            .with("draining", true)
                            .with("connections", connections)
                            .with(PACE, Pace.text(pace)),
                    member + " is drained: " + connections + " clients move at " + Pace.text(pace)
                            + unlessAlone(member));
        });
    }

    /** Whoever takes the last backend out may want it so, and should know. */
    private String unlessAlone(Member member) {
        boolean alone = control.clusters().stream()
                .filter(view -> view.name().equals(member.cluster()))
                .flatMap(view -> view.backends().stream())
                .filter(other -> !other.name().equals(member.backend().name()))
                .noneMatch(other -> other.state() == BackendView.State.UP);
        return alone ? "; no other backend of the cluster is up, clients are refused until one is" : "";
    }

    AdminAnswer restore(Request request) {
        return change(request, Set.of(CLUSTER), options -> {
            Member member = member(request.name(), options.get(CLUSTER));
            control.restore(member.cluster(), member.backend().name());
            if (member.backend().weight() == 0) {
                throw ApiException.conflict(
                        member + " has weight 0 in the configuration (expected: another weight there)");
            }
            return new Done(
                    new JsonObject()
                            .with("draining", false)
                            .with("connections", member.backend().connections()),
                    member + " takes clients again");
        });
    }

    AdminAnswer rebalance(Request request) {
        return change(request, Set.of(PACE), options -> {
            int pace = pace(options);
            Set<String> names =
                    control.clusters().stream().map(ClusterView::name).collect(Collectors.toSet());
            if (!names.contains(request.name())) {
                throw ApiException.notFound("no such cluster: " + request.name() + " (expected: "
                        + names.stream().sorted().collect(Collectors.joining(", ")) + ")");
            }
            int moving = control.rebalance(request.name(), pace);
            return new Done(
                    new JsonObject().with("moving", moving).with(PACE, Pace.text(pace)),
                    "cluster " + request.name() + ": " + moving + " clients move at " + Pace.text(pace));
        });
    }

    /** A backend of a cluster. */
    private record Member(String cluster, BackendView backend) {
        @Override
        public String toString() {
            return "backend " + backend.name() + " of cluster " + cluster;
        }
    }

    private Member member(String name, @Nullable String cluster) throws ApiException {
        List<Member> all = control.clusters().stream()
                .flatMap(view -> view.backends().stream().map(backend -> new Member(view.name(), backend)))
                .toList();
        List<Member> found = all.stream()
                .filter(member -> member.backend().name().equals(name))
                .filter(member -> cluster == null || member.cluster().equals(cluster))
                .toList();
        if (found.isEmpty()) {
            throw ApiException.notFound("no such backend" + (cluster == null ? "" : " in cluster " + cluster) + ": "
                    + name + " (expected: "
                    + all.stream()
                            .map(member -> member.backend().name())
                            .distinct()
                            .collect(Collectors.joining(", "))
                    + ")");
        }
        if (found.size() > 1) {
            throw ApiException.conflict(name + " is in several clusters (expected: \"cluster\" in the body, one of "
                    + found.stream().map(Member::cluster).collect(Collectors.joining(", ")) + ")");
        }
        return found.get(0);
    }

    private int pace(Map<String, String> options) throws ApiException {
        return Pace.orUsual(options.get(PACE), control::usualPace);
    }

    /** A change that was made, for tools and for people. */
    private record Done(JsonObject json, String text) {}

    /** What a change does, with its options. */
    private interface Change {
        Done apply(Map<String, String> options) throws ApiException;
    }

    private static AdminAnswer change(Request request, Set<String> known, Change change) {
        try {
            @Nullable Map<String, String> options = RequestBody.texts(request.body());
            if (options == null || !known.containsAll(options.keySet())) {
                throw ApiException.badRequest("a body that is not understood (expected: none, or a JSON object with the"
                        + " texts " + known.stream().sorted().collect(Collectors.joining(", ")) + ")");
            }
            Done done = change.apply(options);
            return request.wantsText()
                    ? AdminAnswer.text(HttpResponseStatus.OK, done.text() + "\n")
                    : AdminAnswer.json(HttpResponseStatus.OK, done.json() + "\n");
        } catch (ApiException e) {
            return e.answer();
        }
    }
}
