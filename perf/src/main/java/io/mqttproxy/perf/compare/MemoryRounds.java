package io.mqttproxy.perf.compare;

import io.mqttproxy.perf.load.Outcome;
import io.mqttproxy.perf.measure.Processes;
import io.mqttproxy.perf.peers.Peer;
import io.mqttproxy.perf.peers.RunningPeer;
import io.mqttproxy.perf.report.Figure;
import io.mqttproxy.perf.report.Work;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Memory of idle connections, of a process that was started for that. */
final class MemoryRounds {

    /** So that what is loaded with the first connections is not charged to the others. */
    private static final int FIRST = 100;

    /** Within this time a system may give back what it needed for handshakes only. */
    private static final long SETTLE_SECONDS = 8;

    private static final double KIB = 1024;

    private final Bench bench;
    private final Settings settings;
    private final Progress progress;

    MemoryRounds(Bench bench, Settings settings, Progress progress) {
        this.bench = bench;
        this.settings = settings;
        this.progress = progress;
    }

    void run(List<Peer> peers) throws IOException, InterruptedException {
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Peer peer : peers) {
                try (RunningPeer running = bench.start(peer)) {
                    measure(running, round);
                }
            }
        }
    }

    private void measure(RunningPeer peer, int round) throws IOException, InterruptedException {
        bench.run(Jobs.held(FIRST), peer);
        bench.release();
        double empty = settledKib(peer);
        Outcome connected = bench.run(Jobs.held(settings.connections()), peer);
        double full = settledKib(peer);
        long stayed = bench.release().operations();
        Figures figures = new Figures()
                .with(Figure.KIB_PER_CONNECTION, (full - empty) / settings.connections())
                .with(Figure.EMPTY_MIB, empty / KIB)
                .with(Figure.FULL_MIB, full / KIB)
                .with(Figure.CONNECTIONS, settings.connections())
                .with(Figure.FAILURES, connected.failures() + settings.connections() - (double) stayed);
        progress.add(Work.MEMORY, peer.peer().name(), round, connected.session(), figures);
    }

    private static double settledKib(RunningPeer peer) throws InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        return Processes.ofThisMachine().pssBytes(peer.pids()) / KIB;
    }
}
