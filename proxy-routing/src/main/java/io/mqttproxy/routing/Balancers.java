package io.mqttproxy.routing;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** The balancers by the names that the configuration gives them. */
public final class Balancers {

    /** In the order of the documentation. */
    private static final List<String> NAMES =
            List.of("roundRobin", "leastConnections", "random", "rendezvous", "maglev");

    /**
     * What some of them look at.
     *
     * @param key what tells clients apart; for {@code rendezvous} and {@code maglev}
     * @param loadFactor how much more than its even share a backend may carry before its clients go to their next choice,
     *     above 1; infinite for any load; for {@code rendezvous} and {@code maglev}
     * @param random 64 random bits a call, from every thread at once; for {@code random}
     */
    public record Options(HashKey key, double loadFactor, LongSupplier random) {

        /** By client identifier, with any load, and with the random numbers of {@link ThreadLocalRandom}. */
        public static final Options DEFAULTS =
                new Options(HashKey.CLIENT_ID, Double.POSITIVE_INFINITY, () -> ThreadLocalRandom.current()
                        .nextLong());

        /**
         * Checks the factor.
         *
         * @throws IllegalArgumentException when it is 1 or less, with which not every client could be placed
         */
        public Options {
            if (!(loadFactor > 1)) {
                throw new IllegalArgumentException("boundedLoad: " + loadFactor + " (expected: more than 1)");
            }
        }
    }

    private Balancers() {}

    /** The valid names. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The balancer of this name with {@link Options#DEFAULTS}.
     *
     * @throws IllegalArgumentException listing the valid names when there is none of this name
     */
    public static BalancerFactory named(String name) {
        return named(name, Options.DEFAULTS);
    }

    /**
     * The balancer of this name.
     *
     * @throws IllegalArgumentException listing the valid names when there is none of this name
     */
    public static BalancerFactory named(String name, Options options) {
        return switch (name) {
            case "roundRobin" -> RoundRobin::new;
            case "leastConnections" -> LeastConnections::new;
            case "random" -> backends -> new RandomOfTwo(backends, options.random());
            case "rendezvous" -> backends -> new Rendezvous(backends, options.key(), options.loadFactor());
            case "maglev" -> backends -> new Maglev(backends, options.key(), options.loadFactor());
            default ->
                throw new IllegalArgumentException("policy: " + name + " (expected: " + String.join(", ", NAMES) + ")");
        };
    }
}
