package io.mqttproxy.routing;

import java.util.List;

/** Makes the balancer of a cluster, for example {@code Rendezvous::new}. */
@FunctionalInterface
public interface BalancerFactory {

    /**
     * Makes a balancer with a state of its own.
     *
     * @param backends an immutable list, in the order of the configuration
     */
    Balancer over(List<BackendState> backends);
}
