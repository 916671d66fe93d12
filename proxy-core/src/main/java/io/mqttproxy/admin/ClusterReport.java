package io.mqttproxy.admin;

import io.mqttproxy.admin.ClusterControl.ClusterView;
import io.mqttproxy.routing.BackendView;
import io.mqttproxy.routing.ConnectTimes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All clusters with their backends, for tools and for people. */
final class ClusterReport {

    private ClusterReport() {}

    static String json(List<ClusterView> clusters) {
        return new JsonObject().with("clusters", list(clusters)) + "\n";
    }

    static List<JsonObject> list(List<ClusterView> clusters) {
        List<JsonObject> objects = new ArrayList<>();
        for (ClusterView cluster : clusters) {
            objects.add(new JsonObject()
                    .with("name", cluster.name())
                    .with(
                            "backends",
                            cluster.backends().stream()
                                    .map(ClusterReport::backend)
                                    .toList()));
        }
        return objects;
    }

    /** What is told of a backend everywhere. */
    static JsonObject backend(BackendView view) {
        @Nullable ConnectTimes connects = view.connects();
        return new JsonObject()
                .with("name", view.name())
                .with("address", view.address())
                .with("state", view.state().name())
                .with("reason", view.reason())
                .with("since", view.since().toString())
                .with("connections", view.connections())
                .withMillis("connectP50Millis", connects == null ? null : connects.p50())
                .withMillis("connectP99Millis", connects == null ? null : connects.p99())
                .with("weight", view.weight())
                .with("draining", view.state() == BackendView.State.DRAINED);
    }

    static String text(List<ClusterView> clusters) {
        StringBuilder text = new StringBuilder();
        for (ClusterView cluster : clusters) {
            TextTable table = new TextTable(
                    "BACKEND", "ADDRESS", "STATE", "WEIGHT", "CONNECTIONS", "CONNECT P50", "P99", "SINCE", "REASON");
            for (BackendView view : cluster.backends()) {
                @Nullable ConnectTimes connects = view.connects();
                table.row(
                        view.name(),
                        view.address(),
                        view.state().name(),
                        Integer.toString(view.weight()),
                        Integer.toString(view.connections()),
                        connects == null ? "-" : Millis.text(connects.p50()),
                        connects == null ? "-" : Millis.text(connects.p99()),
                        view.since().toString(),
                        view.reason());
            }
            text.append(text.isEmpty() ? "" : "\n")
                    .append("cluster ")
                    .append(cluster.name())
                    .append('\n')
                    .append(table);
        }
        return text.toString();
    }
}
