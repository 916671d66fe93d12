package io.mqttproxy.routing;

/** Which backends a balancer may pick from. Never accepts one whose weight is 0. */
@FunctionalInterface
public interface Eligibility {

    /** Whether this backend may be picked now. Called from every event loop; must be quick. */
    boolean test(BackendState backend);
}
