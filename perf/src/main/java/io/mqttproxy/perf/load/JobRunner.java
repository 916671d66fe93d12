package io.mqttproxy.perf.load;

import io.mqttproxy.perf.measure.Processes;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Does one job after the other on one event loop. {@link #run} may be called from any thread, the next time when the last
 * job is complete.
 */
final class JobRunner {

    private final EventLoop loop;
    private final ClientTls tls;
    private final Window window;
    private final Turns turns = new Turns();
    private @Nullable Connector held;

    /** @param own the processes of load and broker */
    JobRunner(EventLoop loop, ClientTls tls, Processes processes, List<Long> own) {
        this.loop = loop;
        this.tls = tls;
        this.window = new Window(loop, processes, own);
    }

    CompletableFuture<Outcome> run(Job job) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        loop.execute(() -> {
            tls.forgetSessions();
            switch (job.traffic()) {
                case CONNECT -> connect(job, outcome);
                case PUBLISH -> publish(job, outcome);
                case HOLD -> hold(job, outcome);
                case RELEASE -> release(outcome);
            }
        });
        return outcome;
    }

    private void connect(Job job, CompletableFuture<Outcome> outcome) {
        Tally tally = new Tally();
        Connector connector = new Connector(loop, tls, job, tally);
        ConnectLoad load = new ConnectLoad(job, connector, turns, tally);
        load.start();
        window.measure(job, tally, load::stop, measured -> finish(connector, measured, outcome, () -> {}));
    }

    private void publish(Job job, CompletableFuture<Outcome> outcome) {
        Tally tally = new Tally();
        Connector connector = new Connector(loop, tls, job, tally);
        PublishLoad load = new PublishLoad(
                job,
                loop,
                connector,
                tally,
                self -> window.measure(
                        job, tally, self::stop, measured -> finish(connector, measured, outcome, self::release)));
        load.start();
    }

    private void hold(Job job, CompletableFuture<Outcome> outcome) {
        Tally tally = new Tally();
        Connector connector = new Connector(loop, tls, job, tally);
        held = connector;
        new HoldLoad(job, connector, tally, () -> outcome.complete(count(connector, tally))).start();
    }

    private void release(CompletableFuture<Outcome> outcome) {
        Connector connector = held;
        if (connector == null) {
            outcome.completeExceptionally(new IllegalStateException("nothing is held"));
            return;
        }
        held = null;
        Outcome count = count(connector, new Tally());
        connector.close(() -> outcome.complete(count));
    }

    /** How many connections are open. */
    private static Outcome count(Connector connector, Tally tally) {
        return new Outcome(
                connector.openConnections(),
                0,
                0,
                0,
                0,
                tally.failures(),
                tally.firstFailure(),
                tally.resumed(),
                tally.session(),
                Latency.NONE);
    }

    private static void finish(
            Connector connector, Outcome measured, CompletableFuture<Outcome> outcome, Runnable after) {
        connector.close(() -> {
            after.run();
            outcome.complete(measured);
        });
    }
}
