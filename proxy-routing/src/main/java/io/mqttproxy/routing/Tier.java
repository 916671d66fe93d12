package io.mqttproxy.routing;

import java.util.List;

/** The backends of one priority with a balancer of their own. Immutable; allocates nothing. */
final class Tier {

    private final List<BackendState> backends;
    private final Balancer balancer;

    Tier(List<BackendState> backends, BalancerFactory factory) {
        this.backends = backends;
        this.balancer = factory.over(backends);
    }

    List<BackendState> backends() {
        return backends;
    }

    Balancer balancer() {
        return balancer;
    }

    /** How much of the weight in service passes a test, in percent; 0 when none is in service. */
    int percent(Eligibility usable) {
        long all = 0;
        long passed = 0;
        for (int i = 0; i < backends.size(); i++) {
            BackendState backend = backends.get(i);
            if (backend.inService()) {
                all += backend.backend().weight();
                passed += usable.test(backend) ? backend.backend().weight() : 0;
            }
        }
        return all == 0 ? 0 : (int) (passed * 100 / all);
    }

    /** How much of a zone's weight is available, in percent; 0 when none of it is in service. */
    int percentOfZone(String zone) {
        long all = 0;
        long available = 0;
        for (int i = 0; i < backends.size(); i++) {
            BackendState backend = backends.get(i);
            if (backend.inService() && backend.backend().zone().equals(zone)) {
                all += backend.backend().weight();
                available += backend.available() ? backend.backend().weight() : 0;
            }
        }
        return all == 0 ? 0 : (int) (available * 100 / all);
    }
}
