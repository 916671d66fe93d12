package io.mqttproxy.admin;

import io.mqttproxy.routing.BackendView;
import io.mqttproxy.routing.Explanation;
import io.mqttproxy.routing.Explanation.Candidate;
import io.mqttproxy.routing.RouteKey;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Where a client would go and why, for tools and for people.
 *
 * @param client what is known of it
 * @param explanation what follows from that
 */
public record ExplanationReport(RouteKey client, Explanation explanation) {

    private static final Map<Integer, String> VERSIONS = Map.of(3, "3.1", 4, "3.1.1", 5, "5");

    /** One JSON object and a line feed. */
    public String json() {
        JsonObject object = new JsonObject()
                .with("clientId", client.clientId())
                .with("listener", client.listener())
                .with("mqttVersion", version())
                .with("source", client.source())
                .with("sni", client.sni())
                .with("alpn", client.alpn())
                .with("username", client.username())
                .with("identity", client.identity())
                .with("issuer", client.issuer())
                .with("keepAlive", client.keepAlive());
        if (explanation.route() >= 0) {
            object.with("route", explanation.route());
        }
        List<JsonObject> candidates = explanation.candidates().stream()
                .map(candidate -> ClusterReport.backend(candidate.view())
                        .with("tier", candidate.tier())
                        .with("used", candidate.used()))
                .toList();
        return object.with("cluster", explanation.cluster())
                        .with("candidates", candidates)
                        .with("pick", explanation.pick())
                + "\n";
    }

    /** Some lines. */
    public String text() {
        StringBuilder text = new StringBuilder("client   ").append(facts()).append('\n');
        if (explanation.cluster() == null) {
            return text.append("route    none matches: the client is refused\n").toString();
        }
        text.append("route    routes[").append(explanation.route()).append("]\n");
        text.append("cluster  ").append(explanation.cluster()).append('\n');
        text.append("pick     ").append(pick()).append("\n\n");
        TextTable table = new TextTable("BACKEND", "STATE", "TIER", "WEIGHT", "CONNECTIONS", "USED", "REASON");
        for (Candidate candidate : explanation.candidates()) {
            BackendView view = candidate.view();
            table.row(
                    view.name(),
                    view.state().name(),
                    Integer.toString(candidate.tier()),
                    Integer.toString(view.weight()),
                    Integer.toString(view.connections()),
                    candidate.used() ? "yes" : "no",
                    view.reason());
        }
        return text.append(table).toString();
    }

    private String pick() {
        if (explanation.pick() != null) {
            return explanation.pick() + ", by the hash of its key";
        }
        List<String> used = explanation.candidates().stream()
                .filter(Candidate::used)
                .map(candidate -> candidate.view().name())
                .toList();
        return switch (used.size()) {
            case 0 -> "nobody is available; one is tried as a last resort, unless all are drained";
            case 1 -> used.get(0) + ", the only one in use";
            default -> "one of " + String.join(", ", used) + ", as their turn comes";
        };
    }

    private String facts() {
        StringJoiner facts = new StringJoiner(", ");
        facts.add(JsonText.quote(client.clientId()));
        facts.add("listener " + client.listener());
        facts.add("MQTT " + version());
        facts.add("from " + client.source());
        add(facts, "sni", client.sni());
        add(facts, "alpn", client.alpn());
        add(facts, "username", client.username());
        add(facts, "identity", client.identity());
        add(facts, "issuer", client.issuer());
        return facts.toString();
    }

    private static void add(StringJoiner facts, String name, @Nullable String value) {
        if (value != null) {
            facts.add(name + " " + JsonText.quote(value));
        }
    }

    private String version() {
        return VERSIONS.getOrDefault(client.mqttVersion(), Integer.toString(client.mqttVersion()));
    }
}
