package io.mqttproxy.admin;

import io.mqttproxy.admin.ClusterControl.ClusterView;
import io.mqttproxy.routing.BackendView;
import java.util.ArrayList;
import java.util.List;

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
        return new JsonObject()
                .with("name", view.name())
                .with("address", view.address())
                .with("state", view.state().name())
                .with("reason", view.reason())
                .with("since", view.since().toString())
                .with("connections", view.connections())
                .with("weight", view.weight())
                .with("draining", view.state() == BackendView.State.DRAINED);
    }

    static String text(List<ClusterView> clusters) {
        StringBuilder text = new StringBuilder();
        for (ClusterView cluster : clusters) {
            TextTable table = new TextTable("BACKEND", "ADDRESS", "STATE", "WEIGHT", "CONNECTIONS", "SINCE", "REASON");
            for (BackendView view : cluster.backends()) {
                table.row(
                        view.name(),
                        view.address(),
                        view.state().name(),
                        Integer.toString(view.weight()),
                        Integer.toString(view.connections()),
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
