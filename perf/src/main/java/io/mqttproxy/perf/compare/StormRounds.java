package io.mqttproxy.perf.compare;

import io.mqttproxy.perf.load.Job;
import io.mqttproxy.perf.load.Outcome;
import io.mqttproxy.perf.peers.Peer;
import io.mqttproxy.perf.peers.RunningPeer;
import io.mqttproxy.perf.report.Figure;
import io.mqttproxy.perf.report.Work;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Everybody at once against a process that has just opened its ports, and the same against it when warm. */
final class StormRounds {

    private static final long FIRST_MILLIS = 5_000;

    private final Bench bench;
    private final Settings settings;
    private final Progress progress;

    StormRounds(Bench bench, Settings settings, Progress progress) {
        this.bench = bench;
        this.settings = settings;
        this.progress = progress;
    }

    void run(List<Peer> peers) throws IOException {
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Peer peer : peers) {
                long start = System.nanoTime();
                try (RunningPeer running = bench.start(peer)) {
                    measure(running, round, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
                }
            }
        }
    }

    private void measure(RunningPeer peer, int round, long startMillis) throws IOException {
        Job job = Jobs.of(Work.STORM);
        Outcome first = bench.run(job.lasting(0, FIRST_MILLIS), peer);
        Outcome warm = bench.run(job.lasting(settings.warmUpMillis(), settings.measureMillis()), peer);
        Figures figures = Figures.of(job.traffic(), warm)
                .with(Figure.FIRST_PER_SECOND, first.perSecond())
                .with(Figure.WARM_SHARE, first.perSecond() / warm.perSecond())
                .with(Figure.FAILURES, first.failures() + (double) warm.failures())
                .with(Figure.START_MILLIS, (double) startMillis);
        progress.add(Work.STORM, peer.peer().name(), round, warm.session(), figures);
    }
}
