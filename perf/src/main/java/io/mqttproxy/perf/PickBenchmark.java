package io.mqttproxy.perf;

import io.mqttproxy.routing.Backend;
import io.mqttproxy.routing.BackendState;
import io.mqttproxy.routing.Balancers;
import io.mqttproxy.routing.Cluster;
import io.mqttproxy.routing.EjectionPolicy;
import io.mqttproxy.routing.HashKey;
import io.mqttproxy.routing.HealthPolicy;
import io.mqttproxy.routing.RouteKey;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Picking one of fifty backends for a client. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PickBenchmark {

    private static final int BACKENDS = 50;

    private static final String BOUNDED = "+boundedLoad";
    private static final String WEIGHTED = "+weights";

    /** The balancing policy, and what it has to look at in addition. */
    @Param({
        "roundRobin",
        "leastConnections",
        "random",
        "rendezvous",
        "rendezvous" + WEIGHTED,
        "rendezvous" + BOUNDED,
        "maglev",
        "maglev" + BOUNDED
    })
    public String policy = "roundRobin";

    private @Nullable Cluster cluster;
    private final RouteKey key = new RouteKey("mqtts", null, "sensor-000123-berlin-hall-7", null, null, 5, "192.0.2.7");

    /** Makes the cluster. */
    @Setup
    public void makeCluster() {
        List<BackendState> backends = IntStream.range(0, BACKENDS)
                .mapToObj(i -> new BackendState(
                        Backend.of("10.0.0." + i, 1883, policy.endsWith(WEIGHTED) ? 1 + i % 4 : 1),
                        HealthPolicy.DEFAULT,
                        EjectionPolicy.DEFAULT,
                        System::nanoTime,
                        InstantSource.system()))
                .toList();
        String name = policy.contains("+") ? policy.substring(0, policy.indexOf('+')) : policy;
        double loadFactor = policy.endsWith(BOUNDED) ? 1.25 : Double.POSITIVE_INFINITY;
        Balancers.Options options = new Balancers.Options(
                HashKey.CLIENT_ID, loadFactor, () -> ThreadLocalRandom.current().nextLong());
        cluster = new Cluster("brokers", backends, Balancers.named(name, options));
    }

    /** One pick. */
    @Benchmark
    public @Nullable BackendState pick() {
        return cluster == null ? null : cluster.select(key, List.of());
    }
}
