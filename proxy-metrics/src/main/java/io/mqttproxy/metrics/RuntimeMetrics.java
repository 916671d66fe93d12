package io.mqttproxy.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.ManagementFactory;

/** The JVM and its process under Micrometer's usual names: memory, threads, collections, file descriptors, time. */
final class RuntimeMetrics implements AutoCloseable {

    private final JvmGcMetrics collections = new JvmGcMetrics();

    RuntimeMetrics(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        collections.bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            // Micrometer's own is in nanoseconds, which Prometheus' linter refuses.
            FunctionCounter.builder("process_cpu_seconds_total", system, bean -> bean.getProcessCpuTime() / 1e9)
                    .description("Processor time of the process, in user and in kernel mode.")
                    .register(registry);
        }
    }

    /** Removes the listeners for notifications of the collectors. */
    @Override
    public void close() {
        collections.close();
    }
}
