package io.mqttproxy.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Backends and clients in one line each. */
final class Fixtures {

    static final Eligibility ALL = BackendState::inService;

    private Fixtures() {}

    static BackendState state(String name, int weight) {
        return state(name, weight, new ManualClock());
    }

    static BackendState state(String name, int weight, ManualClock clock) {
        Backend backend = new Backend(name, "127.0.0.1", 1883, weight);
        return new BackendState(backend, HealthPolicy.DEFAULT, EjectionPolicy.DEFAULT, clock, clock);
    }

    /** Backends called a, b, c and so on, of these weights. */
    static List<BackendState> states(int... weights) {
        List<BackendState> states = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            states.add(state(i < 26 ? String.valueOf((char) ('a' + i)) : "backend-" + i, weights[i]));
        }
        return List.copyOf(states);
    }

    static RouteKey client(String clientId) {
        return new RouteKey("mqtts", null, clientId, null, null, 5, "192.0.2.1");
    }

    /** How often each backend was picked; a pick of null is counted as "nobody". */
    static Map<String, Integer> count(int times, Supplier<@Nullable BackendState> pick) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < times; i++) {
            BackendState picked = pick.get();
            counts.merge(picked == null ? "nobody" : picked.backend().name(), 1, Integer::sum);
        }
        return counts;
    }

    /** The names of the next picks, one behind the other. */
    static String names(int times, Supplier<@Nullable BackendState> pick) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < times; i++) {
            names.append(pick.get());
        }
        return names.toString();
    }

    static void failProbes(BackendState state) {
        for (int i = 0; i < HealthPolicy.DEFAULT.fall(); i++) {
            state.probe(false, "connection refused");
        }
    }

    /** Backends called broker-01 and so on, all of the same weight. */
    static List<BackendState> brokers(int count) {
        List<BackendState> states = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            states.add(state(broker(i), 1));
        }
        return List.copyOf(states);
    }

    static String broker(int number) {
        return String.format(Locale.ROOT, "broker-%02d:1883", number);
    }
}
