package io.mqttproxy;

import io.mqttproxy.config.ShutdownConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What signals do to a running proxy: the first SIGTERM drains, anything after it stops at once. Safe for all threads. */
final class Shutdown {

    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    private final ProxyServer server;
    private final Runnable begun;
    private final Runnable done;
    private final AtomicBoolean draining = new AtomicBoolean();

    /**
     * @param begun runs when the proxy begins to go away, and again when that is hurried
     * @param done runs when the process may end
     */
    Shutdown(ProxyServer server, Runnable begun, Runnable done) {
        this.server = server;
        this.begun = begun;
        this.done = done;
    }

    void drainOrStop() {
        if (!draining.compareAndSet(false, true)) {
            stop();
            return;
        }
        begun.run();
        ShutdownConfig config = server.shutdown();
        log.info(
                "Draining {} connections at {}, after {} of grace",
                server.connections(),
                config.pace(),
                config.readinessGrace());
        end(config);
    }

    /** Another process has the ports: ends the connections at the configured pace, and then this process. */
    void replaced() {
        if (!draining.compareAndSet(false, true)) {
            return;
        }
        ShutdownConfig config = server.shutdown();
        log.info("Replaced; ending {} connections at {}", server.connections(), config.pace());
        end(new ShutdownConfig(Duration.ZERO, config.pace(), config.deadline()));
    }

    private void end(ShutdownConfig config) {
        server.drain(config).whenComplete((nothing, failure) -> {
            log.info("Drained");
            done.run();
        });
    }

    void stop() {
        begun.run();
        log.info("Stopping with {} connections open", server.connections());
        done.run();
    }
}
