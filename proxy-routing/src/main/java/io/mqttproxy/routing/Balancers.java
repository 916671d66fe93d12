package io.mqttproxy.routing;

import java.util.List;

/** The balancers by the names that the configuration gives them. */
public final class Balancers {

    /** In the order of the documentation. */
    private static final List<String> NAMES = List.of("roundRobin", "leastConnections", "rendezvous");

    private Balancers() {}

    /** The valid names. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The balancer of this name.
     *
     * @throws IllegalArgumentException listing the valid names when there is none of this name
     */
    public static BalancerFactory named(String name) {
        return switch (name) {
            case "roundRobin" -> RoundRobin::new;
            case "leastConnections" -> LeastConnections::new;
            case "rendezvous" -> Rendezvous::new;
            default ->
                throw new IllegalArgumentException("policy: " + name + " (expected: " + String.join(", ", NAMES) + ")");
        };
    }
}
