package io.mqttproxy.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** The events of one backend of a cluster. */
public final class BackendMetrics {

    private final CountSet failures;
    private final Times connectTime;
    private final List<Meter> meters = new ArrayList<>();

    BackendMetrics(
            MeterRegistry registry,
            Histograms histograms,
            String cluster,
            String backend,
            BooleanSupplier up,
            IntSupplier connections,
            List<? extends Label> failureReasons) {
        meters.add(Meters.BACKEND_UP.gauge(registry, () -> up.getAsBoolean() ? 1 : 0, cluster, backend));
        meters.add(Meters.BACKEND_CONNECTIONS.gauge(registry, connections::getAsInt, cluster, backend));
        failures = new CountSet(
                failureReasons,
                (count, reason) -> Meters.BACKEND_CONNECT_FAILURES.counter(registry, count, cluster, backend, reason));
        meters.addAll(failures.meters());
        connectTime = histograms.of(Meters.BACKEND_CONNECT_TIME, cluster, backend);
    }

    /**
     * A connect succeeded.
     *
     * @param nanos how long it took, in nanoseconds
     * @param connection the id of the client's connection
     */
    public void connected(long nanos, String connection) {
        connectTime.record(nanos, connection);
    }

    /** A connect failed before anything was sent. */
    public void connectFailed(Label reason) {
        failures.increment(reason);
    }

    void freeze() {
        failures.freeze();
    }

    /** Takes all of it out of the exposition. */
    void removeFrom(MeterRegistry registry) {
        meters.forEach(registry::remove);
        connectTime.remove();
    }
}
