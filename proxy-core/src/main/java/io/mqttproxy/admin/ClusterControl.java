package io.mqttproxy.admin;

import io.mqttproxy.routing.BackendView;
import io.mqttproxy.routing.Explanation;
import io.mqttproxy.routing.RouteKey;
import java.util.List;

/**
 * The clusters, and what operators do with them. Called from the admin event loop; may walk over all connections, must not
 * wait.
 */
public interface ClusterControl {

    /**
     * A cluster at one moment.
     *
     * @param name its configured name
     * @param backends in the order of the configuration
     */
    record ClusterView(String name, List<BackendView> backends) {

        /** Copies the list. */
        public ClusterView {
            backends = List.copyOf(backends);
        }
    }

    /** All clusters, in alphabetical order. */
    List<ClusterView> clusters();

    /** The names of the listeners, in the order of the configuration; at least one. */
    List<String> listeners();

    /** Where a client would go now, and why. */
    Explanation explain(RouteKey client);

    /** How many clients a second are moved when nobody says it. */
    int usualPace();

    /**
     * Sends new clients elsewhere from now on, and those that are there at a pace.
     *
     * @param cluster one of {@link #clusters()}
     * @param backend one of its backends
     * @param perSecond 1 or more
     */
    void drain(String cluster, String backend, int perSecond);

    /**
     * Takes {@link #drain} back.
     *
     * @param cluster one of {@link #clusters()}
     * @param backend one of its backends
     */
    void restore(String cluster, String backend);

    /**
     * Moves as many clients as an even share needs.
     *
     * @param cluster one of {@link #clusters()}
     * @param perSecond 1 or more
     * @return how many clients are going to move
     */
    int rebalance(String cluster, int perSecond);
}
