package io.mqttproxy.perf.compare;

import io.mqttproxy.perf.load.Outcome;
import io.mqttproxy.perf.measure.Processes;
import io.mqttproxy.perf.peers.Peer;
import io.mqttproxy.perf.peers.RunningPeer;
import io.mqttproxy.perf.report.Work;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Everything in turn for a long time, and the memory of one system at the end of each turn: it must not grow. */
public final class Soak {

    /** Devices that come back, devices that nobody has seen, tickets, messages one by one and as many as there is room for. */
    private static final List<Work> TURN =
            List.of(Work.MUTUAL_NEW, Work.MUTUAL, Work.RESUMED_MUTUAL, Work.FULL, Work.PACED, Work.BULK);

    private static final long EACH_MILLIS = 9_000;
    private static final double MIB = 1024 * 1024;

    /** At its highest, the last third of the turns may have this much more than the one in the middle. */
    private static final double TOLERANCE = 1.05;

    private final Settings settings;
    private final Path templates;
    private final Path folder;
    private final PrintStream out;

    /**
     * @param templates the peers' configurations
     * @param folder for files that are worth nothing afterwards
     * @param out one line for each turn
     */
    public Soak(Settings settings, Path templates, Path folder, PrintStream out) {
        this.settings = settings;
        this.templates = templates;
        this.folder = folder;
        this.out = out;
    }

    /**
     * Takes that long.
     *
     * @return whether memory stayed flat and nobody failed
     */
    public boolean run(Peer peer, int minutes) throws IOException, GeneralSecurityException {
        List<Double> memory = new ArrayList<>();
        double failures = 0;
        try (Bench bench = Bench.open(settings, templates, folder, Machine.openFiles());
                RunningPeer running = bench.start(peer)) {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
            while (System.nanoTime() < end) {
                double operations = 0;
                for (Work work : TURN) {
                    Outcome outcome = bench.run(Jobs.of(work).lasting(0, EACH_MILLIS), running);
                    operations += outcome.operations();
                    failures += outcome.failures();
                }
                double mib = Processes.ofThisMachine().pssBytes(running.pids()) / MIB;
                memory.add(mib);
                out.printf(
                        Locale.ROOT,
                        "turn %d: %.1f MiB, %.0f operations, %.0f failures so far%n",
                        memory.size(),
                        mib,
                        operations,
                        failures);
            }
        }
        double growth = growth(memory);
        out.printf(Locale.ROOT, "at its highest, the last third has %.3f times the memory of the middle one%n", growth);
        return growth <= TOLERANCE && failures == 0;
    }

    /**
     * The first third is left out: compilers, caches and pools fill up. What counts is the highest turn, because a heap is a
     * sawtooth: at what time garbage is collected must not decide.
     */
    static double growth(List<Double> memory) {
        int third = memory.size() / 3;
        return third == 0
                ? 1
                : highest(memory.subList(memory.size() - third, memory.size()))
                        / highest(memory.subList(third, 2 * third));
    }

    private static double highest(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
