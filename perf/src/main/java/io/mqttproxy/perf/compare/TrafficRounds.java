package io.mqttproxy.perf.compare;

import io.mqttproxy.perf.load.Job;
import io.mqttproxy.perf.load.Outcome;
import io.mqttproxy.perf.peers.Peer;
import io.mqttproxy.perf.peers.RunningPeer;
import io.mqttproxy.perf.report.Results;
import io.mqttproxy.perf.report.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * CPU per operation, and latency. All peers run all the time, because one that is warm shall stay warm, and are measured
 * in turn: A B C A B C.
 */
final class TrafficRounds {

    /**
     * The first work is warmed up so many times as long as the others: a JVM compiles what all of them have in common, which
     * takes its only core half a minute. What that costs a user is told by the storm after the start.
     */
    private static final int FIRST_WARM_UP = 3;

    private final Bench bench;
    private final Settings settings;
    private final Progress progress;

    TrafficRounds(Bench bench, Settings settings, Progress progress) {
        this.bench = bench;
        this.settings = settings;
        this.progress = progress;
    }

    /** What load and broker do without a proxy; CPU is the broker's. */
    void baseline(List<Work> works) throws IOException {
        for (Work work : works) {
            Job job = Jobs.of(work);
            bench.runWithoutProxy(job.lasting(0, settings.warmUpMillis()));
            for (int round = 1; round <= settings.rounds(); round++) {
                Outcome outcome = bench.runWithoutProxy(job.lasting(settings.leadInMillis(), settings.measureMillis()));
                progress.add(work, Results.NO_PROXY, round, "-", Figures.of(job.traffic(), outcome));
            }
        }
    }

    void run(List<Work> works, List<Peer> peers) throws IOException {
        List<RunningPeer> running = new ArrayList<>();
        try {
            for (Peer peer : peers) {
                running.add(bench.start(peer));
            }
            long warmUpMillis = FIRST_WARM_UP * settings.warmUpMillis();
            for (Work work : works) {
                rounds(work, running, warmUpMillis);
                warmUpMillis = settings.warmUpMillis();
            }
        } finally {
            running.forEach(RunningPeer::close);
        }
    }

    private void rounds(Work work, List<RunningPeer> peers, long warmUpMillis) throws IOException {
        Job job = Jobs.of(work);
        for (RunningPeer peer : peers) {
            bench.run(job.lasting(0, warmUpMillis), peer);
        }
        for (int round = 1; round <= settings.rounds(); round++) {
            for (RunningPeer peer : peers) {
                Outcome outcome = bench.run(job.lasting(settings.leadInMillis(), settings.measureMillis()), peer);
                if (outcome.operations() == 0) {
                    throw new IOException(peer.peer().name() + " did nothing at " + work.label());
                }
                progress.add(work, peer.peer().name(), round, outcome.session(), Figures.of(job.traffic(), outcome));
            }
        }
    }
}
