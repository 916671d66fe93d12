package io.mqttproxy.perf.load;

import io.mqttproxy.perf.measure.Processes;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The time that counts: warm-up, then CPU and operations read together on the event loop that does the operations, twice.
 */
final class Window {

    private final EventExecutor loop;
    private final Processes processes;
    private final List<Long> own;

    /** @param own the processes of load and broker */
    Window(EventExecutor loop, Processes processes, List<Long> own) {
        this.loop = loop;
        this.processes = processes;
        this.own = own;
    }

    private record Reading(
            long nanos, long cpuNanos, long loadCpuNanos, long allCpuNanos, long operations, long resumed) {}

    /** Measures traffic that runs already. {@code done} is called on the event loop when the time is over. */
    void measure(Job job, Tally tally, Runnable beforeEnd, Consumer<Outcome> done) {
        loop.schedule(
                () -> {
                    tally.timing(true);
                    Reading start = read(job, tally);
                    loop.schedule(
                            () -> {
                                beforeEnd.run();
                                Reading end = read(job, tally);
                                tally.timing(false);
                                done.accept(outcome(start, end, tally));
                            },
                            job.measureMillis(),
                            TimeUnit.MILLISECONDS);
                },
                job.warmUpMillis(),
                TimeUnit.MILLISECONDS);
    }

    private Reading read(Job job, Tally tally) {
        return new Reading(
                System.nanoTime(),
                processes.cpuNanos(job.measured()),
                processes.cpuNanos(own),
                processes.busyNanos(),
                tally.operations(),
                tally.resumed());
    }

    private static Outcome outcome(Reading start, Reading end, Tally tally) {
        long cpu = end.cpuNanos() - start.cpuNanos();
        long loadCpu = end.loadCpuNanos() - start.loadCpuNanos();
        long others = end.allCpuNanos() - start.allCpuNanos() - cpu - loadCpu;
        return new Outcome(
                end.operations() - start.operations(),
                end.nanos() - start.nanos(),
                cpu,
                loadCpu,
                Math.max(0, others),
                tally.failures(),
                tally.firstFailure(),
                end.resumed() - start.resumed(),
                tally.session(),
                tally.latencies());
    }
}
