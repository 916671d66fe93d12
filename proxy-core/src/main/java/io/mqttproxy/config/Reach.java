package io.mqttproxy.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which clusters the clients of a listener can get to. */
final class Reach {
    private final List<RouteConfig> routes;

    Reach(List<RouteConfig> routes) {
        this.routes = routes;
    }

    /** The routes that some client of the listener may take, in order. */
    List<RouteConfig> of(ListenerConfig listener) {
        Set<RouteConfig> reached = new LinkedHashSet<>();
        for (RouteConfig route : routes) {
            if (route.mayTakeClientsOf(listener.name())) {
                reached.add(route);
                if (route.catchesAllOfItsListeners()) {
                    break;
                }
            }
        }
        return List.copyOf(reached);
    }
}
